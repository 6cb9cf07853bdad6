"""Training of the tagger: corpora, their cleaning, augmentation. Not needed to extract."""
