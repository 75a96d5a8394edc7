/* Orator for programs in C, and in whatever can call C.
 *
 *   orator_portrait *portrait = NULL;
 *   orator_track *track = NULL;
 *   if (orator_portrait_open("me.jpg", NULL, NULL, &portrait) ||
 *       orator_track_make(portrait, "me.wav", NULL, NULL, &track) ||
 *       orator_render(portrait, track, NULL, 0, -1, NULL, show, NULL))
 *     fprintf(stderr, "%s\n", orator_error_text());
 *   orator_track_close(track);
 *   orator_portrait_close(portrait);
 *
 * Texts are UTF-8. `settings` is a JSON object with the keys of a request (orator schema request), such as
 * {"fps": 30, "motion": {"blink_strength": 0.5}, "render": {"size": 512}}, or NULL for the defaults; each
 * function uses those that concern it and checks them all.
 *
 * Threads: portraits and tracks may be used by several threads at once as long as nobody changes the track's
 * rows; orator_error_text() is that of the calling thread. Callbacks come from the thread that makes the
 * call.
 */
#ifndef ORATOR_H
#define ORATOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ORATOR_API __attribute__((visibility("default")))
#else
#define ORATOR_API
#endif

/* The values are the exit codes of the command line. */
typedef enum {
  ORATOR_OK = 0,
  ORATOR_INVALID_ARGUMENT = 2,
  ORATOR_FILE_NOT_FOUND = 10,
  ORATOR_NOT_A_FILE = 11,
  ORATOR_UNREADABLE_PICTURE = 12,
  ORATOR_UNREADABLE_MEDIA = 13,
  ORATOR_NO_SOUND = 14,
  ORATOR_VOICE_TOO_SHORT = 15,
  ORATOR_SILENT_VOICE = 16,
  ORATOR_PICTURE_TOO_SMALL = 17,
  ORATOR_NO_FACE = 20,
  ORATOR_FACE_CUT_OFF = 21,
  ORATOR_OUTPUT_UNWRITABLE = 30,
  ORATOR_DISK_FULL = 31,
  ORATOR_PACK_MISSING = 40,
  ORATOR_PACK_DAMAGED = 41,
  ORATOR_CHECKPOINT_REFUSED = 42,
  ORATOR_UNREADABLE_PROJECT = 43,
  ORATOR_DEVICE_UNAVAILABLE = 50,
  ORATOR_OUT_OF_MEMORY = 51,
  ORATOR_INTERNAL = 70,
  ORATOR_CANCELLED = 130
} orator_status;

/* "subject: reason. remedy" of the last call of this thread that did not return ORATOR_OK; valid until its
 * next call. Never NULL. */
ORATOR_API const char* orator_error_text(void);
/* "0.1.0" */
ORATOR_API const char* orator_version(void);

/* What a long call has to say. Members may be NULL. */
typedef struct {
  /* done of total units of a stage; another value than 0 stops the call, which returns ORATOR_CANCELLED. */
  int (*progress)(void* user, const char* stage, int64_t done, int64_t total);
  /* What the user should know although the work goes on. */
  void (*note)(void* user, const char* text);
  void* user;
} orator_listener;

/* A pack's networks with one portrait that they have looked at. */
typedef struct orator_portrait orator_portrait;
/* What every frame of the face does. */
typedef struct orator_track orator_track;

enum { ORATOR_COEFFICIENTS = 70 };

/* Looks for the face and fits the model to it. Of the settings: pack, face, rotate, background,
 * enhance_background. The portrait is to be closed by orator_portrait_close(). */
ORATOR_API orator_status orator_portrait_open(const char* picture, const char* settings,
                                              const orator_listener* listener, orator_portrait** portrait);
ORATOR_API void orator_portrait_close(orator_portrait* portrait);

/* Motion of a voice in a sound or video file. Of the settings: fps, voice_cut and all of motion.
 * The track is to be closed by orator_track_close(). */
ORATOR_API orator_status orator_track_make(const orator_portrait* portrait, const char* voice,
                                           const char* settings, const orator_listener* listener,
                                           orator_track** track);
/* The same of samples: one channel, 16 000 a second, -1..1; at least 3200. */
ORATOR_API orator_status orator_track_make_of_samples(const orator_portrait* portrait, const float* samples,
                                                      size_t count, const char* settings,
                                                      const orator_listener* listener, orator_track** track);
/* A track's file or a video of a person, fitted to the portrait. Of the settings: fps, relative. */
ORATOR_API orator_status orator_track_read(const orator_portrait* portrait, const char* file,
                                           const char* settings, const orator_listener* listener,
                                           orator_track** track);
/* The ending tells the format: .json, .csv, .mat, .arkit.csv, .arkit.json. */
ORATOR_API orator_status orator_track_write(const orator_track* track, const char* file);
ORATOR_API void orator_track_close(orator_track* track);

ORATOR_API int64_t orator_track_frames(const orator_track* track);
ORATOR_API double orator_track_frames_per_second(const orator_track* track);
/* ORATOR_COEFFICIENTS numbers a frame, one frame behind the other: 64 of expression, pitch, yaw and roll in
 * radians, x, y and z in decimetres. They may be changed. Valid until the track is closed. */
ORATOR_API float* orator_track_rows(orator_track* track);

/* One frame. @param rgba or rgb rows of `stride` bytes, valid during the call; channels 3, or 4 with a
 * transparency, whose colours are multiplied by alpha then. @return another value than 0 to stop */
typedef int (*orator_frame_sink)(void* user, int64_t frame, const uint8_t* pixels, int width, int height,
                                 size_t stride, int channels);

/* Draws frames begin to end-1, in order; end -1: to the last one. Of the settings: renderer and all of
 * render. */
ORATOR_API orator_status orator_render(const orator_portrait* portrait, const orator_track* track,
                                       const char* settings, int64_t begin, int64_t end,
                                       const orator_listener* listener, orator_frame_sink sink, void* user);

/* A film as orator animate makes it, from a request's JSON text, in which relative paths are those of the
 * current folder. */
ORATOR_API orator_status orator_animate(const char* request, const orator_listener* listener);

#ifdef __cplusplus
}
#endif
#endif
