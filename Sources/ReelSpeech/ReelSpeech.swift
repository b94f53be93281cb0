// What may be asked of a speech engine, the catalogue of voices, and the times of words.
