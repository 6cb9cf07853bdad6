"""Texts in which addresses hold passwords."""

import pytest

from warehouse.secrets import hide_secrets


@pytest.mark.parametrize(
    "text",
    [
        "https://editor:hunter2@example.org/path",
        "https://hunter2@example.org",
        "https://editor:hun/ter@hunter2@example.org",
        "mailtos://editor:hunter2@mail.example.org:465",
        "postgresql://editor:hunter2@db/lake",
        "dbname=lake password=hunter2 host=db",
        "dbname=lake password = hunter2 host=db",
        "password='two words hunter2' host=db",
        'password="two words hunter2" host=db',
        r"password='it\'s hunter2' host=db",
        "https://hooks.example.org/?apikey=hunter2",
        "https://hooks.example.org/?api_key=hunter2&channel=x",
        "https://storage.example.org/?X-Amz-Signature=hunter2",
        "https://storage.example.org/?sv=2020&sig=hunter2",
        "s3:/bucket?secret_access_key=hunter2&region=x",
        "could not connect to postgres:PASSWORD=hunter2 (https://x:hunter2@db refused)",
    ],
)
def test_a_password_in_an_address_is_hidden(text: str) -> None:
    assert "hunter2" not in hide_secrets(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a/b/?page=2",
        "write to me@example.org",
        "/srv/data/lake.duckdb: No such file or directory",
        "column design=plain is unknown",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert hide_secrets(text) == text


def test_what_is_not_secret_is_still_shown() -> None:
    shown = hide_secrets("ducklake:postgres:dbname=lake password='a b' host=db?data=s3://b/lake")

    assert shown == "ducklake:postgres:dbname=lake password=********** host=db?data=s3://b/lake"
