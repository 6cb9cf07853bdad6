# %% [markdown]
# # A first look at an archive
#
# Open this file as a notebook in VS Code, PyCharm or Jupyter (with jupytext), or run it as a script:
# `python docs/notebook.py`. It needs a publication; `aawsat backfill --source sample` makes one. Set
# `AAWSAT_PUBLICATION` to the path of another one. With pandas or polars installed, `.to_pandas()` and
# `.to_polars()` return data frames in place of the lists shown here.

# %%
import os
from itertools import islice
from typing import Any

from warehouse import open_archive

PUBLICATION = os.environ.get("AAWSAT_PUBLICATION", "data/published/latest")
WORD = os.environ.get("AAWSAT_WORD", "council")
archive = open_archive(PUBLICATION)


def show(rows: Any, count: int = 10) -> None:
    """Print the first rows."""
    for row in islice(rows, count):
        print(" | ".join("" if value is None else str(value) for value in row.values()))


# %% [markdown]
# ## What is in it, and what is missing
#
# A month with few articles and a month with missing pages look the same in a chart of articles. The table
# `coverage` tells them apart.

# %%
show(archive.sql("select count(*) as articles, min(published_on), max(published_on) from articles"))
show(
    archive.sql("""
        select month, sum(loaded) as loaded, sum(missing) as missing
        from coverage group by month having sum(missing) > 0 order by missing desc, month
    """)
)

# %% [markdown]
# ## A word over time
#
# `trend` has a row for every month: articles that match, all articles, and known missing pages. Divide
# by all articles before you compare years.

# %%
months = archive.trend(WORD).to_arrow()
print(months.schema.names)
show(row for row in archive.trend(WORD) if row["article_count"])

# %% [markdown]
# ## In its sentences, and the articles to read

# %%
show(archive.concordance(WORD, width=40), 5)
hits = list(archive.search(WORD, limit=5))
show(hits)

# %% [markdown]
# ## The words of a period
#
# `keyness` compares the words of some articles with those of all others (weighted log-odds).

# %%
show(archive.sql("select term, z_score, uses from keyness(until := '2010-12-31', min_uses := 1)"))

# %% [markdown]
# ## Who is in the news, who speaks, and who is named with whom

# %%
people = archive.sql("""
    select entity_id, name, article_count from entities
    where entity_type = 'PER' order by article_count desc, entity_id limit 5
""")
show(people)
show(archive.sql("select speaker, text, published_on, url from quotes_in_context"), 5)
show(
    archive.sql("""
        select name, neighbour_name, article_count, pmi from entity_neighbours
        where entity_id < neighbour_id order by article_count desc, pmi desc
    """)
)

# %% [markdown]
# ## Cite what you found
#
# A citation states the digest and the position of the captured bytes, so that others can verify it.

# %%
for hit in hits[:2]:
    print(archive.cite(hit["article_id"], "bibtex"))

archive.close()
