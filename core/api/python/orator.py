"""Orator for Python: a portrait and a voice to motion, frames and films.

    import orator

    portrait = orator.Portrait("me.jpg")
    track = portrait.speak("me.wav", {"motion": {"blink_strength": 0.5}})
    track.rows[0][0]                          # 70 coefficients a frame, which may be changed
    for frame in portrait.render(track, {"render": {"size": 512}}):
        frame.pixels                          # bytes, frame.height rows of frame.width * frame.channels
    orator.animate({"portrait": "me.jpg", "voice": "me.wav", "output": "me.mp4"})

Settings are dictionaries with the keys of a request (orator schema request). `progress(stage, done, total)` may return
True to stop. The library is found beside this module's installation; the variable ORATOR_LIBRARY names another one.
"""

import ctypes
import ctypes.util
import glob
import json
import os
from collections import namedtuple

COEFFICIENTS = 70
Frame = namedtuple("Frame", "index width height channels pixels")


class OratorError(Exception):
    """What went wrong: `code` is the exit code of the command line, the text names subject, reason and remedy."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


_Progress = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64, ctypes.c_int64)
_Note = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)
_Sink = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_int, ctypes.c_int,
                         ctypes.c_size_t, ctypes.c_int)


class _Listener(ctypes.Structure):
    _fields_ = [("progress", _Progress), ("note", _Note), ("user", ctypes.c_void_p)]


def _library_file():
    if os.environ.get("ORATOR_LIBRARY"):
        return os.environ["ORATOR_LIBRARY"]
    prefix = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
    beside = glob.glob(os.path.join(prefix, "lib*", "liborator.so.0")) + glob.glob(
        os.path.join(prefix, "lib", "*", "liborator.so.0"))
    return beside[0] if beside else ctypes.util.find_library("orator") or "liborator.so.0"


def _load():
    library = ctypes.CDLL(_library_file())
    text, handle, status = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int
    signatures = {
        "orator_error_text": (text, []),
        "orator_version": (text, []),
        "orator_portrait_open": (status, [text, text, ctypes.c_void_p, ctypes.POINTER(handle)]),
        "orator_portrait_close": (None, [handle]),
        "orator_track_make": (status, [handle, text, text, ctypes.c_void_p, ctypes.POINTER(handle)]),
        "orator_track_make_of_samples": (status, [handle, ctypes.POINTER(ctypes.c_float), ctypes.c_size_t, text,
                                                  ctypes.c_void_p, ctypes.POINTER(handle)]),
        "orator_track_read": (status, [handle, text, text, ctypes.c_void_p, ctypes.POINTER(handle)]),
        "orator_track_write": (status, [handle, text]),
        "orator_track_close": (None, [handle]),
        "orator_track_frames": (ctypes.c_int64, [handle]),
        "orator_track_frames_per_second": (ctypes.c_double, [handle]),
        "orator_track_rows": (ctypes.POINTER(ctypes.c_float), [handle]),
        "orator_render": (status, [handle, handle, text, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, _Sink,
                                   ctypes.c_void_p]),
        "orator_animate": (status, [text, ctypes.c_void_p]),
    }
    for function, (result, arguments) in signatures.items():
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    return library


_library = _load()


def _check(code):
    if code:
        raise OratorError(code, _library.orator_error_text().decode())


def _settings(settings):
    return None if settings is None else json.dumps(settings).encode()


class _Listening:
    """Calls back into Python; what a callback raises ends the call and is raised again."""

    def __init__(self, progress, note):
        self.failure = None
        self._structure = _Listener(_Progress(self._guarded(progress)) if progress else _Progress(),
                                    _Note(self._guarded(note)) if note else _Note(), None)

    def _guarded(self, callback):
        def call(_user, text, *numbers):
            try:
                return 1 if callback(text.decode(), *numbers) else 0
            except BaseException as failure:
                self.failure = failure
                return 1
        return call

    def check(self, code):
        if self.failure:
            raise self.failure
        _check(code)

    @property
    def pointer(self):
        return ctypes.cast(ctypes.pointer(self._structure), ctypes.c_void_p)


def version():
    return _library.orator_version().decode()


class Track:
    """What every frame of the face does."""

    def __init__(self, handle):
        self._handle = handle

    def __del__(self):
        _library.orator_track_close(self._handle)

    def __len__(self):
        return _library.orator_track_frames(self._handle)

    @property
    def frames_per_second(self):
        return _library.orator_track_frames_per_second(self._handle)

    @property
    def rows(self):
        """The coefficients themselves as an array of ctypes, which NumPy takes without a copy."""
        array = (ctypes.c_float * COEFFICIENTS * len(self)).from_address(
            ctypes.addressof(_library.orator_track_rows(self._handle).contents))
        array._track = self  # keeps the memory
        return array

    def write(self, file):
        _check(_library.orator_track_write(self._handle, os.fsencode(file)))


class Portrait:
    """A pack's networks with one portrait that they have looked at."""

    def __init__(self, picture, settings=None, progress=None, note=None):
        self._handle = ctypes.c_void_p()
        listening = _Listening(progress, note)
        listening.check(_library.orator_portrait_open(os.fsencode(picture), _settings(settings), listening.pointer,
                                                      ctypes.byref(self._handle)))

    def __del__(self):
        _library.orator_portrait_close(self._handle)

    def speak(self, voice, settings=None, progress=None, note=None):
        """A track of a voice: a file's name, or numbers of -1..1, 16 000 a second."""
        listening, handle = _Listening(progress, note), ctypes.c_void_p()
        if isinstance(voice, (str, bytes, os.PathLike)):
            code = _library.orator_track_make(self._handle, os.fsencode(voice), _settings(settings), listening.pointer,
                                              ctypes.byref(handle))
        else:
            samples = (ctypes.c_float * len(voice))(*voice)
            code = _library.orator_track_make_of_samples(self._handle, samples, len(voice), _settings(settings),
                                                         listening.pointer, ctypes.byref(handle))
        listening.check(code)
        return Track(handle)

    def read_track(self, file, settings=None, progress=None, note=None):
        """A track's file or a video of a person, fitted to the portrait."""
        listening, handle = _Listening(progress, note), ctypes.c_void_p()
        listening.check(_library.orator_track_read(self._handle, os.fsencode(file), _settings(settings),
                                                   listening.pointer, ctypes.byref(handle)))
        return Track(handle)

    def render(self, track, settings=None, begin=0, end=-1, progress=None, note=None):
        """The frames begin to end-1 as a list of Frame. render_to() hands them over one by one."""
        frames = []
        self.render_to(frames.append, track, settings, begin, end, progress, note)
        return frames

    def render_to(self, sink, track, settings=None, begin=0, end=-1, progress=None, note=None):
        """Calls sink(Frame) for every frame, in order; where it returns True, the rest is not drawn."""
        listening, enough = _Listening(progress, note), False

        def frame(_user, index, pixels, width, height, stride, channels):
            nonlocal enough
            try:
                row = width * channels
                rows = (ctypes.string_at(pixels + y * stride, row) for y in range(height))
                whole = ctypes.string_at(pixels, row * height) if stride == row else b"".join(rows)
                enough = bool(sink(Frame(index, width, height, channels, whole)))
                return 1 if enough else 0
            except BaseException as failure:
                listening.failure = failure
                return 1

        code = _library.orator_render(self._handle, track._handle, _settings(settings), begin, end, listening.pointer,
                                      _Sink(frame), None)
        if not enough:
            listening.check(code)


def animate(request, progress=None, note=None):
    """A film as `orator animate` makes it, of a request as a dictionary."""
    listening = _Listening(progress, note)
    listening.check(_library.orator_animate(json.dumps(request).encode(), listening.pointer))
