"""How rules write a name: `Name` in a sentence, `DocumentName` in a document."""

from tasks.entities.models import EntityType

# First word, past the last word, type.
Name = tuple[int, int, EntityType]
# The number of the sentence, then as `Name`.
DocumentName = tuple[int, int, int, EntityType]
