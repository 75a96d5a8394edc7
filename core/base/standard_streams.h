#pragma once

namespace orator {

/// Who starts a program may leave out its standard streams, and the next file that it opens takes the place
/// of one: words for a person would get into a film. Where one is missing, nothing is put there. Before
/// anything is opened.
void openStandardStreams();

/// Whether everything that was written to standard output got there. What a reader did not wait for counts
/// as told.
bool standardOutputArrived();

}  // namespace orator
