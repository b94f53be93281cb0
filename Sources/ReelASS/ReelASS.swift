// Advanced SubStation Alpha: writing, escaping, karaoke, parsing, libass and font metrics.
