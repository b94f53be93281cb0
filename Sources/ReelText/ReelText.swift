// Text of articles and scripts: sentences, abbreviations, clauses, languages.
