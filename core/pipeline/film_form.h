#pragma once

#include "core/media/film/film_form.h"
#include "core/pipeline/animate.h"

namespace orator::pipeline {

/// The form of the film that is asked for. @throws Error invalidArgument where its parts do not go together
media::FilmForm formOf(const FilmSettings& film);

/// Whether what is asked of the film's file and frame goes together, and can be made here.
/// @throws Error invalidArgument, deviceUnavailable, fileNotFound, notAFile
void checkFilm(const AnimateRequest& request);

}  // namespace orator::pipeline
