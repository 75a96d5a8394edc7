#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace orator::fuzz {

/// Opens the bytes as a checkpoint, by both readers, and reads every tensor. An input may be refused, with
/// the one Error readers have; anything else that is thrown ends the program.
/// @return why the readers refuse it, shortened to its kind; empty when one takes it
std::string readCheckpoint(std::span<const std::uint8_t> input);

}  // namespace orator::fuzz
