#pragma once

// A library that stands between a program and the system, linked into a test or preloaded into a program
// (LD_PRELOAD), and makes one call fail as a full or broken disk would.
//
// A fault is "KIND:N:WHAT[:on]": the N-th call of this kind, counted from 1, fails with the error number WHAT
// and, with ":on", every later one too. Then the first write that fails takes half of its bytes, as a disk
// does that becomes full. WHAT may be "kill": the program ends there, without being asked (SIGKILL).
// Kinds: write, open, rename (and link), fsync, close, mkdir; "call" is any of them. Counted are files below
// one folder alone. "alloc:N:BYTES" refuses the N-th piece of memory of at least so many bytes,
// "thread:N:WHAT[:on]" the N-th thread.
//
// A preloaded library reads the three from ORATOR_FAULT, ORATOR_FAULT_FOLDER and ORATOR_FAULT_MARK.

extern "C" {

/// From here on.
/// @param fault see above @param folder absolute, without links @param mark a file that is made when the
/// fault happens, beside the folder
void orator_fault(const char* fault, const char* folder, const char* mark);
}
