#pragma once

namespace orator {

/// Takes the memory that OpenBLAS multiplies matrices in, 128 MB of addresses for one caller, before others
/// take them: OpenBLAS keeps it for all later calls, and one that did not get it would wait for ever. To be
/// called at the start of a program that may run under a limit on memory. Nothing happens without OpenBLAS.
void reserveBlasMemory();

}  // namespace orator
