"""What `baz.toml` and the environment say, the first use, and what looks after an installation."""

from __future__ import annotations

import sqlite3

import pytest

from baz.store.tables import HEAD

COPY = "mijn-werkwijzen/workflows/hulp.yaml"


def test_the_first_use_makes_the_database(bare) -> None:
    (bare.folder / "baz.toml").write_text('[organisation]\nkey = "proef"\n')
    assert "Nieuwe databank gemaakt: baz.db" in bare("person", "add", "An").stderr
    assert "Nieuwe databank" not in bare("person", "add", "Bo").stderr
    assert "Alles gedaan." in bare("agenda").stdout
    assert {p["name"]: p["staff"] for p in bare.data("person", "list")} == {
        "Beheerder": ["beheerder"], "An": [], "Bo": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    ["agenda", "verify", "verify An", "tick", "digest", "case list", "case show An", "case can An",
     "case do An stap", "person list", "referral list", "parameters list", "report 2026", "export mensen",
     "letter list case-1", "waiting", "keeping", "doctor", "db check"],
)  # fmt: skip
def test_who_only_looks_gets_no_database(bare, words: str) -> None:
    """In the wrong folder nothing is in order: there is nothing, and that is said."""
    (bare.folder / "baz.toml").write_text('[organisation]\nkey = "proef"\n')
    if words not in ("doctor", "db check"):
        told = bare.refused(*words.split())
        assert "nog geen databank" in told
        assert "person add" in told
    else:
        bare(*words.split(), code=1 if words == "db check" else 0)
    assert [f.name for f in bare.folder.iterdir()] == ["baz.toml"]


def test_looking_at_workflows_makes_no_database(bare) -> None:
    bare("workflow", "list")
    bare("workflow", "explain", "proef/hulp")
    bare("check")
    bare("plugins")
    assert list(bare.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[organisatie]\nkey = 'x'", "Bedoel je 'organisation'?"),
        ("[organisation]\nkee = 'x'", "Bedoel je 'key'?"),
        ("[organisation]\nkey = 3", "tekst tussen aanhalingstekens"),
        ("[plugins]\nonly = 'proef'", "lijst van teksten"),
        ("[definitions]\nfolders = [1]", "lijst van teksten"),
        ("[definitions]\nfolders = ['weg']", "weg met eigen werkwijzen is er niet"),
        ("me = 'An'", "schrijf [me]"),
        ("[oidc]\nproef = 'x'", "schrijf [oidc.proef]"),
        ("[oidc.proef]\nissuer = 'https://x'", "heeft geen 'client_id'"),
        ("[oidc.proef]\nclient = 'x'", "geen instelling"),
        (
            "[oidc.proef]\nissuer = 'http://x.be'\nclient_id = 'b'\nclient_secret = 'c'",
            "begint met https://",
        ),
        ("[organisation", "geen geldig TOML-bestand"),
        ("[organisation]\nkey = 'prof'", "Bedoel je 'proef'?"),
        ("[me]\nname = 'Niemand'", "geen bekende persoon"),
        ("[database]\nurl = 'mysql://x'", "wordt niet gebruikt als databank"),
        ("[database]\nurl = 'weg/baz.db'", "voor de databank is er niet"),
    ],
)
def test_a_wrong_setting_is_told(bare, toml, text: str, told: str) -> None:
    if "organisation" not in text:
        text += "\n[organisation]\nkey = 'proef'"
    toml(text)
    assert told in bare.refused("person", "add", "An").replace("Nieuwe databank gemaakt: baz.db\n", "")


def test_paths_count_from_the_file(bare) -> None:
    (bare.folder / "ver" / "weg").mkdir(parents=True)
    (bare.folder / "ver" / "weg" / "x.toml").write_text(
        '[organisation]\nkey = "proef"\n[database]\nurl = "hier.db"\n'
    )
    bare("--config", "ver/weg/x.toml", "person", "add", "An")
    assert (bare.folder / "ver" / "weg" / "hier.db").exists()
    assert not (bare.folder / "baz.db").exists()


def test_the_environment_goes_first(bare, toml, monkeypatch: pytest.MonkeyPatch) -> None:
    toml('[organisation]\nkey = "proef"\n[database]\nurl = "uit-bestand.db"\n')
    monkeypatch.setenv("BAZ_DATABASE_URL", "uit-omgeving.db")
    bare("person", "add", "An")
    assert [p.name for p in bare.folder.glob("*.db")] == ["uit-omgeving.db"]


def test_me_is_who_the_settings_name(baz, toml) -> None:
    toml('[organisation]\nkey = "proef"\n[me]\nname = "An Peeters"\n')
    case = baz.open()
    opened = next(line for line in baz.data("case", "show", case)["timeline"] if line["seq"] == 1)
    assert opened["actor"] == "An Peeters"


def _age(folder, version: str) -> None:
    with sqlite3.connect(folder / "baz.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()


def test_older_tables_are_refused_and_told(baz) -> None:
    _age(baz.folder, "v0000")
    assert "Voer 'baz db upgrade' uit" in baz.refused("agenda")
    assert "verwacht" in baz("db", "check", code=1).stdout
    assert "Voer 'baz db upgrade' uit" in " ".join(baz("doctor", code=1).stdout.split())


def test_upgrade_does_nothing_the_second_time(baz) -> None:
    assert f"was al in orde (versie {HEAD})" in baz("db", "upgrade").stdout
    assert baz.data("db", "check")["problems"] == []


def test_upgrade_makes_the_tables(bare, toml) -> None:
    toml('[organisation]\nkey = "proef"\n')
    assert bare.data("db", "upgrade") == {
        "database": str(bare.folder / "baz.db"),
        "before": None,
        "after": HEAD,
    }
    assert len(bare.data("person", "list")) == 1


def test_a_server_gets_its_tables_from_upgrade(
    bare, toml, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    toml('[organisation]\nkey = "proef"\n')
    monkeypatch.setenv("BAZ_DATABASE_URL", empty_url)
    if "postgresql" in empty_url:
        assert "Voer 'baz db upgrade' uit" in bare.refused("agenda")
    assert bare.data("db", "upgrade")["after"] == HEAD
    bare("person", "add", "An", "--staff", "begeleider")
    bare("person", "add", "Lena")
    assert bare.open()
    assert bare.data("verify") == {"cases": 1, "problems": []}
    assert bare.data("db", "check")["problems"] == []


def test_verify_and_check_find_what_was_changed_behind_our_back(baz) -> None:
    case = baz.open()
    with sqlite3.connect(baz.folder / "baz.db") as connection:
        connection.execute("UPDATE tasks SET due_on = '2000-01-01'")
    connection.close()
    found = baz.data("verify", code=1)
    assert any(case in sentence for sentence in found["problems"])
    assert "klopt het niet" in baz("verify", code=1).stdout


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE cases SET outcome = 'klaar'",
            "is niet wat het logboek zegt (outcome)",
        ),
        ("UPDATE cases SET about = NULL", "zegt (about)"),
        ("UPDATE events SET day = '1999-01-01' WHERE seq = 1", "De dag van regel 1"),
        ("UPDATE definitions SET body = 'x'", "De bewaarde werkwijze"),
        ("UPDATE definitions SET body = replace(body, 'Hulp', 'Help')", "De bewaarde werkwijze"),
        ("UPDATE cases SET definition = 'x'", "Deze werkwijze is niet bewaard"),
    ],
)
def test_verify_names_the_case_whatever_was_changed(baz, change: str, told: str) -> None:
    case = baz.open()
    with sqlite3.connect(baz.folder / "baz.db") as connection:
        connection.execute(change)
    connection.close()
    (sentence,) = baz.data("verify", code=1)["problems"]
    assert case in sentence
    assert told in sentence


def test_doctor_says_all_is_well(baz) -> None:
    found = {f["title"]: f for f in baz.data("doctor")}
    assert found["SQLite"]["detail"] == sqlite3.sqlite_version
    assert HEAD in found["Databank"]["detail"]
    assert all(f["problems"] == [] for f in found.values())


def test_a_broken_plugin_is_named_and_costs_only_itself(baz, toml, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAZ_PLUGINS", "proef,prof")
    said = baz("plugins", code=1).stdout
    assert "prof" in said
    assert "niet geïnstalleerd; bedoel je proef?" in " ".join(said.split())
    assert "niet geïnstalleerd" in " ".join(baz("doctor", code=1).stdout.split())
    assert baz.open()


def test_plugins_as_a_list(baz) -> None:
    (row,) = [r for r in baz.data("plugins")["plugins"] if r["enabled"]]
    assert (row["name"], row["organisation"], row["version"], row["workflows"]) == (
        "proef",
        "Proef vzw",
        "1.2",
        1,
    )


def test_parameters_have_their_source_and_an_own_value(baz) -> None:
    baz.data("parameters", "set", "proef/hulp", "bellen", "3 days")
    rows = {r["name"]: r for r in baz.data("parameters", "list")}
    assert (rows["bellen"]["value"], rows["bellen"]["source"], rows["bellen"]["own"]) == (
        "14 days",
        "proef",
        "3 days",
    )
    assert rows["rust"]["own"] == ""
    assert "3 dagen sinds" in " ".join(baz("parameters", "list", "proef/hulp").stdout.split())
    baz("parameters", "set", "proef/hulp", "rust", "2 months", "--from", "2090-01-01")
    rows = {r["name"]: r for r in baz.data("parameters", "list")}
    assert rows["rust"]["later"] == [{"value": "2 months", "from": "2090-01-01"}]


def test_a_workflow_of_ones_own(bare) -> None:
    assert "eigen/hulp" in bare("workflow", "copy", "proef/hulp").stdout
    assert (bare.folder / "mijn-werkwijzen" / "letters" / "welkom.md").read_text() == "Dag"
    file = bare.folder / COPY
    assert "bestaat al" in bare.refused("workflow", "copy", "proef/hulp")
    file.write_text(file.read_text("utf-8").replace("{value: 14 days,", "{value: 2 days,"), "utf-8")
    assert [w["workflow"] for w in bare.data("workflow", "list")] == ["eigen/hulp", "proef/hulp"]

    toml = bare.folder / "baz.toml"
    toml.write_text(toml.read_text() + '[organisation]\nkey = "proef"\n')
    bare("person", "add", "An", "--staff", "begeleider")
    bare("person", "add", "Lena")
    opened = bare.data("case", "open", "eigen/hulp", "persoon=Lena", "begeleider=An")
    (line,) = bare.data("agenda")
    assert line["workflow"] == "eigen/hulp"
    assert (line["on"], line["late"]) == (opened["tasks"][0]["due_on"], 0)
    assert bare.data("parameters", "list", "eigen/hulp")[0]["value"] == "2 days"


def test_a_mistake_in_it_costs_only_that_file(bare) -> None:
    bare("workflow", "copy", "proef/hulp")
    file = bare.folder / COPY
    file.write_text(file.read_text("utf-8").replace("to: bezig", "to: bezg"), "utf-8")
    assert "eigen/hulp.yaml" in bare("check", code=2).stdout
    assert [w["workflow"] for w in bare.data("workflow", "list")] == ["proef/hulp"]
    assert "eigen" in bare("plugins", code=1).stdout


def test_a_workflow_keeps_its_owner(bare) -> None:
    bare("workflow", "copy", "proef/hulp")
    file = bare.folder / COPY
    file.write_text(file.read_text("utf-8").replace("eigen/hulp", "proef/hulp"), "utf-8")
    assert "is niet van eigen" in " ".join(bare("plugins", code=1).stdout.split())


def test_a_folder_of_loose_files_counts_too(bare, toml) -> None:
    (bare.folder / "los").mkdir()
    text = (bare.site / "baz_proefplugin" / "workflows" / "hulp.yaml").read_text("utf-8")
    text = text.replace("proef/hulp", "eigen/los").replace("    then:\n      - letter: welkom\n", "")
    (bare.folder / "los" / "a.yaml").write_text(text[: text.index("letters:")], "utf-8")
    toml('[definitions]\nfolders = ["los"]\n')
    assert "eigen/los" in [w["workflow"] for w in bare.data("workflow", "list")]


def test_copying_says_what_to_add_to_a_file_that_is_there(bare, toml) -> None:
    toml('[organisation]\nkey = "proef"\n')
    said = bare("workflow", "copy", "proef/hulp", "--to", "map", "--name", "anders").stdout
    assert 'folders = ["map"]' in said
    assert (bare.folder / "map" / "workflows" / "anders.yaml").exists()
    assert "workflow: eigen/anders" in (bare.folder / "map" / "workflows" / "anders.yaml").read_text("utf-8")
    assert "kan geen naam zijn" in bare.refused("workflow", "copy", "proef/hulp", "--name", "Met Spatie")


def test_a_diagram_marks_where_a_case_stands(baz) -> None:
    assert baz("workflow", "diagram", "proef/hulp").stdout.startswith("stateDiagram-v2")
    case = baz.open()
    before = baz("workflow", "diagram", "--case", case).stdout
    baz("case", "do", case, "start", "mensen=2")
    assert baz("workflow", "diagram", "--case", case).stdout != before
    assert "Bewaard: t.svg" in baz("workflow", "diagram", "hulp", "--case", case, "--svg", "t.svg").stdout
    assert (baz.folder / "t.svg").read_text("utf-8").startswith("<svg")
    assert "loopt op proef/hulp" in baz.refused("workflow", "diagram", "anders", "--case", case)
