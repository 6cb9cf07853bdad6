import pytest
from click.testing import CliRunner

from flows.cli.main import app


@pytest.mark.parametrize("share", ["nan", "0", "1.1", "-1", "inf", "half"])
def test_a_share_that_is_none_is_refused_in_one_line(share: str) -> None:
    done = CliRunner().invoke(app, ["verify", "--share", share])

    assert done.exit_code == 2
    assert "Invalid value for '--share'" in done.stderr
