#pragma once

#include <CLI/App.hpp>
#include <string>

#include "app/command_line/command_session.h"
#include "core/pipeline/animate.h"

namespace orator::cli {

/// `--preset`: the settings of films for a place, under what the other options say. To be added before them.
CLI::Option* addFilmPreset(CLI::App& command, pipeline::AnimateRequest& request);
/// Everything of the sections "Film", "Frame" and "File" but `--fps`: how pictures, frame and file are made.
void addFilmOptions(CLI::App& command, pipeline::AnimateRequest& request);
/// `--rotate` and `--background`: how the picture is taken before a face is looked for in it.
void addPictureOptions(CLI::App& command, pipeline::AnimateRequest& request);
/// How a given track is taken, `--relative`, and what else shapes one, `--gaze`, where the command does not
/// have it yet.
void addTrackOptions(CLI::App& command, pipeline::AnimateRequest& request);
/// Puts what addTrackOptions(), addPictureOptions() and addFilmOptions() were given over a saved request,
/// also the default.
void takeGiven(const CLI::App& command, const pipeline::AnimateRequest& given,
               pipeline::AnimateRequest& request);
/// A personal pack moves the head as its person does, where `--pose-style` was not given.
/// @throws Error packMissing, packDamaged
void takePersonalStyle(const CLI::App& command, pipeline::AnimateRequest& request);
/// A note of the options that this request does not use: those of made motion beside a track, those of a
/// track where there is none.
void noteWithoutEffect(const pipeline::AnimateRequest& request, const RunContext& context);
/// Portrait, voice, pack, face, seed and everything that shapes the motion.
void addMotionOptions(CLI::App& command, pipeline::AnimateRequest& request);
/// Renderer, crop, size, device, frames: everything that shapes the pictures.
void addRenderOptions(CLI::App& command, pipeline::AnimateRequest& request);
/// One option of those, for a command that takes few. @param name of the parameter
void addFilmParameter(CLI::App& command, const char* name, pipeline::FilmSettings& film);
/// `--fps`. @param otherwise what holds without it, for the help
void addFrameRate(CLI::App& command, FrameRate& frameRate, const std::string& otherwise);
/// `--overwrite`: the video may replace a file that is no film.
void addOverwrite(CLI::App& command, bool& overwrite);
/// `--captions-out`: the captions of the film as a file beside it.
void addCaptionsOutput(CLI::App& command, pipeline::AnimateRequest& request);
/// Whether finished frames are kept on disk while the work goes on, and what the video may replace.
void addResumeOptions(CLI::App& command, pipeline::AnimateRequest& request);

}  // namespace orator::cli
