"""Training of the tagger: corpora, cleaning, augmentation. Not imported at run time."""
