// A precompiled header is made for the sources of a target: this is the one of the header that tests share.
