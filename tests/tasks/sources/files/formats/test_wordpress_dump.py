"""Database dumps of WordPress as a source of articles. All posts are made up."""

import gzip
from pathlib import Path

import pytest

from tests.tasks.sources.files.formats.test_wordpress_export import ROOT, loaded, passed_over

TEXT = "The council met at noon and talked about the harbour for hours, as it does every week."
HEAD = "/*M!999999\\- enable the sandbox mode */\n-- MariaDB dump 10.19  Distrib 10.11\n"
END = "-- Dump completed on 2017-10-02 10:00:00\n"
OPTIONS = f"""CREATE TABLE `wp_options` (
  `option_id` bigint(20) unsigned NOT NULL,
  `option_name` varchar(191) NOT NULL DEFAULT '',
  `option_value` longtext NOT NULL,
  PRIMARY KEY (`option_id`)
) ENGINE=InnoDB;
INSERT INTO `wp_options` VALUES
(1,'home','{ROOT}'),(2,'permalink_structure','/%author%/%category%/%postname%/');
"""
POSTS = (
    "INSERT INTO `wp_posts` (`ID`, `post_author`, `post_date`, `post_date_gmt`, `post_content`,"
    " `post_title`, `post_status`, `post_name`, `guid`, `post_type`) VALUES\n"
)
# After the posts, as mysqldump sorts tables by name; without columns, as `--no-create-info` has it.
OTHERS = """INSERT INTO `wp_term_relationships` VALUES (7,11,0),(7,12,0),(7,13,0);
INSERT INTO `wp_term_taxonomy` VALUES (11,4,'category','',3,1),(12,3,'category','',0,1),(13,5,'post_tag','',0,1);
INSERT INTO `wp_terms` VALUES (3,'News','news',0),(4,'Africa','africa',0),(5,'Ports; Ships','ports',0);
INSERT INTO `wp_users` VALUES (2,'os','x','omar-sample','o@example.org','','2009-01-01 00:00:00','',0,'Omar Sample');
"""


def post(number: int, title: str = "Bridge Opened", status: str = "publish") -> str:
    """Return the row of a post."""
    text = "\\r\\n\\r\\n".join(f'{TEXT} It\\\'s 100% \\"true\\"; part {part}.' for part in range(4))
    return (
        f"({number}, 2, '2010-03-04 09:00:00', '2010-03-04 06:00:00', '{text}', '{title}',"
        f" '{status}', 'story-{number}', '{ROOT}/?p={number}', 'post')"
    )


def dump(*posts: str, head: str = HEAD + OPTIONS, others: str = OTHERS, end: str = END) -> str:
    """Return a dump with these rows of posts."""
    return f"{head}{POSTS}{','.join(posts)};\n{others}{end}"


def test_a_post_is_an_article_at_the_address_that_wordpress_gives_it(tmp_path: Path) -> None:
    path = tmp_path / "site.sql"
    path.write_text(dump(post(7)))

    tables, found = loaded(path)

    [article] = tables["articles"]
    assert article["url"] == f"{ROOT}/omar-sample/news/story-7/"
    assert (article["title"], article["post_id"]) == ("Bridge Opened", 7)
    assert f"{article['published_at']:%d.%m.%Y %H:%M}" == "04.03.2010 06:00"
    assert article["body"].split("\n\n")[3] == f'{TEXT} It\'s 100% "true"; part 3.'
    assert [author["name"] for author in tables["article_authors"]] == ["Omar Sample"]
    assert [tag["name"] for tag in tables["article_tags"]] == ["Ports; Ships"]
    assert passed_over(found) == []


def test_the_main_category_is_that_of_yoast(tmp_path: Path) -> None:
    path = tmp_path / "site.sql"
    chosen = "INSERT INTO `wp_postmeta` VALUES (1,7,'_yoast_wpseo_primary_category','4');\n"
    path.write_text(dump(post(7), others=chosen + OTHERS))

    assert loaded(path)[0]["articles"][0]["url"] == f"{ROOT}/omar-sample/news/africa/story-7/"


def test_posts_without_the_other_tables_have_their_number_as_address(tmp_path: Path) -> None:
    path = tmp_path / "wp_posts.sql.gz"
    path.write_bytes(gzip.compress(dump(post(7), head="", others="", end="").encode()))

    [article] = loaded(path)[0]["articles"]

    assert article["url"] == f"{ROOT}/?p=7"


def test_posts_that_are_not_published_are_named(tmp_path: Path) -> None:
    path = tmp_path / "site.sql"
    path.write_text(dump(post(7), post(8, "Kept Back", "draft"), post(9, "Old", "inherit")))

    tables, found = loaded(path)

    assert len(tables["articles"]) == 1
    assert passed_over(found) == ['1 post with the status draft, which is not read: "Kept Back"']


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (("'Bridge Two'", "Bridge Two'"), "1 damaged rows of wp_posts"),
        (("2010-03-04 09:00:00', '2010-03-04 06:00:00', ", ""), "1 damaged rows of wp_posts"),
        ((END, ""), "the end of the dump is missing, and the rows in it"),
    ],
)
def test_damage_is_named_and_the_other_posts_are_read(
    tmp_path: Path, damage: tuple[str, str], problem: str
) -> None:
    path = tmp_path / "site.sql"
    whole = dump(post(8, "Bridge Two"), post(7), post(9))
    path.write_text(whole.replace(*damage, 1))

    tables, found = loaded(path)

    assert {7, 9} <= {article["post_id"] for article in tables["articles"]}
    assert passed_over(found) == [f"some of the pages in it cannot be read: {problem}"]


def test_a_dump_that_is_cut_keeps_the_posts_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "site.sql"
    whole = dump(post(7), post(8))
    path.write_text(whole[: whole.index("'story-8'") - 200])

    tables, found = loaded(path)

    assert [article["post_id"] for article in tables["articles"]] == [7]
    assert "the end of the dump is missing" in passed_over(found)[0]


def test_pages_in_a_dump_of_another_program_are_read(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sql"
    page = f"<!DOCTYPE html><title>Bridge Opened</title><p>{TEXT}</p>"
    path.write_text(
        "CREATE TABLE `pages` (`id` int, `url` text, `html` longtext);\n"
        f"INSERT INTO `pages` VALUES (1,'{ROOT}/omar-sample/news/story-7/',0x{page.encode().hex()});\n"
    )

    tables, _ = loaded(path)

    [rejected] = tables["rejections"]
    assert rejected["url"] == f"{ROOT}/omar-sample/news/story-7/"
