"""The command line and the settings it starts with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from traitlets.config import Config

from hiplib import cli, tables
from hiplib.course import server


def test_check_is_silent_on_sound_data_and_says_one_line_a_problem(tmp_path, capsys):
    assert cli.main(["check"]) == 0
    assert capsys.readouterr().out == ""
    broken = tmp_path / "data"
    shutil.copytree(tables.folder(), broken)
    red_flags = broken / "red_flags.csv"
    text = red_flags.read_text(encoding="utf-8").replace(",same_day,", ",today,", 1)
    red_flags.write_text(text, encoding="utf-8", newline="")
    assert cli.main(["check", str(broken)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 1
    assert said[0].startswith("red_flags.csv, row ")
    assert "urgency" in said[0]


def test_stamp_accepts_a_wanted_change_but_not_a_broken_one(tmp_path, capsys):
    copy = tmp_path / "data"
    shutil.copytree(tables.folder(), copy)
    pages = copy / "pages.csv"
    pages.write_text(
        pages.read_text(encoding="utf-8").replace("Start here", "Begin here", 1),
        encoding="utf-8",
        newline="",
    )
    assert cli.main(["check", str(copy)]) == 1
    assert cli.main(["check", str(copy), "--stamp"]) == 0
    pages.write_text(
        pages.read_text(encoding="utf-8").replace(",0,", ",zero,", 1), encoding="utf-8", newline=""
    )
    assert cli.main(["check", str(copy), "--stamp"]) == 1
    assert "pages.csv" in capsys.readouterr().out


@pytest.mark.parametrize(("host", "warned"), [("127.0.0.1", False), ("0.0.0.0", True)])
def test_an_open_address_is_announced(monkeypatch, capsys, host, warned):
    started = {}
    monkeypatch.setattr(server, "serve", lambda **settings: started.update(settings))
    assert cli.main(["serve", "--host", host, "--port", "9", "--no-browser"]) == 0
    assert started == {"host": host, "port": 9, "browser": False}
    assert ("can be reached" in capsys.readouterr().err) == warned


def test_voila_gets_the_template_culls_closed_pages_and_hides_tracebacks(monkeypatch):
    monkeypatch.delenv("JUPYTER_PATH", raising=False)
    config = Config()
    server.configure_voila(config)
    assert config.VoilaConfiguration.template == "hiplib"
    assert config.VoilaConfiguration.show_tracebacks is False
    assert config.MappingKernelManager.cull_idle_timeout > 0
    assert config.MappingKernelManager.cull_connected is False
    titles = [page["title"] for page in config.VoilaConfiguration.resources["hiplib"]["pages"]]
    assert len(titles) == tables.read("pages")["built"].sum()


def test_plotly_js_is_the_one_of_the_installed_package():
    import plotly

    script = Path(server.plotly_folder()) / "package_data" / "plotly.min.js"
    assert script.is_file()
    assert script.is_relative_to(Path(plotly.__file__).parent)


def test_jupyterlab_asks_nobody_for_news():
    settings = json.loads((server.HERE / "etc" / "page_config.json").read_text())
    assert settings["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"]
