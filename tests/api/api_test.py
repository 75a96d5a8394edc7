"""Uses the library as a program in Python does."""

import math
import os
import tempfile
import unittest

import orator

PORTRAIT = os.path.join(os.environ["ORATOR_SAMPLE"], "astronaut.png")
VOICE = os.path.join(os.environ["ORATOR_SAMPLE"], "welcome.wav")
SMALL = {"render": {"size": 96}}


class Speaking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.portrait = orator.Portrait(PORTRAIT)
        cls.track = cls.portrait.speak(VOICE, {"voice_cut": {"end_seconds": 1}})

    def test_a_voice_becomes_a_track(self):
        self.assertEqual(len(self.track), 25)
        self.assertEqual(self.track.frames_per_second, 25)
        self.assertEqual(len(self.track.rows[24]), orator.COEFFICIENTS)

    def test_samples_become_a_track_too(self):
        hum = [0.3 * math.sin(0.06 * i) for i in range(16000)]
        self.assertEqual(len(self.portrait.speak(hum)), 25)

    def test_frames_follow_the_rows(self):
        track = self.portrait.speak(VOICE, {"voice_cut": {"end_seconds": 1}})
        before = self.portrait.render(track, SMALL, 0, 2)
        track.rows[1][0] += 0.6
        after = self.portrait.render(track, SMALL, 0, 2)
        self.assertEqual([frame.index for frame in after], [0, 1])
        self.assertEqual(len(after[0].pixels), after[0].width * after[0].height * after[0].channels)
        self.assertEqual(before[0].pixels, after[0].pixels)
        self.assertNotEqual(before[1].pixels, after[1].pixels)

    def test_a_sink_may_have_enough(self):
        seen = []
        self.portrait.render_to(lambda frame: seen.append(frame) or True, self.track, SMALL)
        self.assertEqual(len(seen), 1)

    def test_what_a_callback_raises_is_raised(self):
        def fail(stage, done, total):
            raise KeyError(stage)
        with self.assertRaises(KeyError):
            self.portrait.speak(VOICE, progress=fail)

    def test_a_track_is_written_and_read(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "track.json")
            self.track.write(file)
            again = self.portrait.read_track(file)
            self.assertEqual([list(row) for row in again.rows], [list(row) for row in self.track.rows])

    def test_a_request_becomes_a_film(self):
        with tempfile.TemporaryDirectory() as folder:
            film, stages = os.path.join(folder, "film.mp4"), set()
            orator.animate({"portrait": PORTRAIT, "voice": VOICE, "output": film, "frames": [0, 5], **SMALL},
                           progress=lambda stage, done, total: stages.add(stage))
            self.assertGreater(os.path.getsize(film), 1000)
            self.assertIn("render", stages)

    def test_errors_have_a_code_and_say_what_is_wrong(self):
        with self.assertRaises(orator.OratorError) as caught:
            orator.Portrait("/nowhere/p.png")
        self.assertEqual(caught.exception.code, 10)
        self.assertIn("/nowhere/p.png", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
