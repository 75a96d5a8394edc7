/* Uses the library as a program in C does. Arguments: a portrait and a voice. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/api/orator.h"

static int failures = 0;

#define EXPECT(condition)                                                                       \
  do {                                                                                          \
    if (!(condition)) {                                                                         \
      fprintf(stderr, "%s:%d: %s (%s)\n", __FILE__, __LINE__, #condition, orator_error_text()); \
      ++failures;                                                                               \
    }                                                                                           \
  } while (0)

typedef struct {
  int64_t frames, next;
  int width, height, channels;
  unsigned long sum;
  int64_t stop_after;
} Seen;

static int see(void* user, int64_t frame, const uint8_t* pixels, int width, int height, size_t stride,
               int channels) {
  Seen* seen = user;
  if (frame != seen->next) return 1;
  seen->next = frame + 1;
  seen->width = width;
  seen->height = height;
  seen->channels = channels;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width * channels; ++x) seen->sum += pixels[(size_t)y * stride + (size_t)x];
  return ++seen->frames == seen->stop_after;
}

static int count_progress(void* user, const char* stage, int64_t done, int64_t total) {
  (void)done;
  (void)total;
  if (strcmp(stage, "analyse") == 0) ++*(int*)user;
  return 0;
}

static int stop_at_once(void* user, const char* stage, int64_t done, int64_t total) {
  (void)user;
  (void)stage;
  (void)done;
  (void)total;
  return 1;
}

static void makes_motion_and_frames(const orator_portrait* portrait, const char* voice) {
  orator_track* track = NULL;
  EXPECT(orator_track_make(portrait, voice, "{\"fps\": 30, \"voice_cut\": {\"end_seconds\": 1}}", NULL,
                           &track) == ORATOR_OK);
  if (!track) return;
  EXPECT(orator_track_frames(track) == 30);
  EXPECT(orator_track_frames_per_second(track) == 30);

  const char* small = "{\"render\": {\"size\": 96}}";
  Seen seen = {0}, changed = {0}, stopped = {0};
  EXPECT(orator_render(portrait, track, small, 0, 3, NULL, see, &seen) == ORATOR_OK);
  EXPECT(seen.frames == 3 && seen.channels == 3 && (seen.width == 96 || seen.height == 96));

  float* rows = orator_track_rows(track);
  for (int i = 0; i < 3; ++i) rows[i * ORATOR_COEFFICIENTS] += 0.6f; /* the jaw */
  EXPECT(orator_render(portrait, track, small, 0, 3, NULL, see, &changed) == ORATOR_OK);
  EXPECT(changed.sum != seen.sum);

  stopped.stop_after = 1;
  EXPECT(orator_render(portrait, track, small, 0, -1, NULL, see, &stopped) == ORATOR_CANCELLED);
  EXPECT(stopped.frames == 1);
  rows[0] = NAN;
  EXPECT(orator_render(portrait, track, small, 0, 1, NULL, see, &seen) != ORATOR_OK);
  orator_track_close(track);
}

static void says_what_is_wrong(const orator_portrait* portrait, const char* voice) {
  orator_portrait* none = NULL;
  orator_track* track = NULL;
  EXPECT(orator_portrait_open("/nowhere/p.png", NULL, NULL, &none) == ORATOR_FILE_NOT_FOUND);
  EXPECT(none == NULL && strstr(orator_error_text(), "/nowhere/p.png") != NULL);
  EXPECT(orator_portrait_open(NULL, NULL, NULL, &none) == ORATOR_INVALID_ARGUMENT);
  EXPECT(orator_portrait_open("p.png", NULL, NULL, NULL) == ORATOR_INVALID_ARGUMENT);
  EXPECT(orator_track_make(NULL, voice, NULL, NULL, &track) == ORATOR_INVALID_ARGUMENT);
  EXPECT(orator_track_make(portrait, voice, "{\"fsp\": 30}", NULL, &track) == ORATOR_INVALID_ARGUMENT);
  EXPECT(strstr(orator_error_text(), "fsp") != NULL);
  EXPECT(orator_track_make(portrait, voice, "{", NULL, &track) == ORATOR_INVALID_ARGUMENT);
  EXPECT(orator_track_make_of_samples(portrait, NULL, 16000, NULL, NULL, &track) == ORATOR_INVALID_ARGUMENT);
  EXPECT(orator_track_make_of_samples(portrait, (const float[]){0}, 1, NULL, NULL, &track) ==
         ORATOR_VOICE_TOO_SHORT);
  EXPECT(orator_track_read(portrait, "/nowhere/t.json", NULL, NULL, &track) == ORATOR_FILE_NOT_FOUND);
  const orator_listener stopper = {stop_at_once, NULL, NULL};
  EXPECT(orator_track_make(portrait, voice, NULL, &stopper, &track) == ORATOR_CANCELLED);
  EXPECT(track == NULL);
  EXPECT(orator_animate("{\"format\": \"orator-request\"}", NULL) == ORATOR_INVALID_ARGUMENT);
  EXPECT(orator_track_frames(NULL) == 0 && orator_track_rows(NULL) == NULL);
  orator_track_close(NULL);
  orator_portrait_close(NULL);
}

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  int steps = 0;
  const orator_listener listener = {count_progress, NULL, &steps};
  orator_portrait* portrait = NULL;
  EXPECT(orator_portrait_open(argv[1], NULL, &listener, &portrait) == ORATOR_OK);
  EXPECT(steps > 0);
  EXPECT(strchr(orator_version(), '.') != NULL);
  if (portrait) {
    makes_motion_and_frames(portrait, argv[2]);
    says_what_is_wrong(portrait, argv[2]);
  }
  orator_portrait_close(portrait);
  return failures ? 1 : 0;
}
