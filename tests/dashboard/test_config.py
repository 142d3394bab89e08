"""Settings are read once, and a wrong one says what it takes."""

import pytest

from dashboard.config import Config, ConfigError


def test_without_any_setting_the_atlas_is_at_home():
    config = Config.from_env({})
    assert (config.host, config.port) == ("127.0.0.1", 8050)
    assert config.public_origin == "http://127.0.0.1:8050"


def test_settings_come_from_the_environment(tmp_path):
    config = Config.from_env(
        {
            "CHILDWAYS_HOST": "0.0.0.0",
            "CHILDWAYS_PORT": "9000",
            "CHILDWAYS_BUILT": str(tmp_path),
            "CHILDWAYS_ACCESS_LOG": "0",
            "CHILDWAYS_API_RATE": "0",
            "CHILDWAYS_WORKERS": "4",
            "CHILDWAYS_MCP": "1",
            "CHILDWAYS_OWN_VIEWS": "0",
            "CHILDWAYS_OWN_VIEWS_EACH": "1",
            "CHILDWAYS_OWN_MINUTES": "15",
            "CHILDWAYS_OWN_KEEP": "kept",
            "CHILDWAYS_ORIGIN": "https://atlas.example.org/",
        }
    )
    assert config.port == 9000
    assert config.built == tmp_path
    assert not config.access_log
    assert config.api_rate_per_minute == 0
    assert config.workers == 4
    assert config.mcp
    assert (config.own_views, config.own_minutes, config.own_keep) == (0, 15, "kept")
    assert (config.own_views_each, Config.from_env({}).own_views_each) == (1, 2)
    assert config.public_origin == "https://atlas.example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHILDWAYS_PORT", "eighty"),
        ("CHILDWAYS_PORT", "70000"),
        ("CHILDWAYS_ACCESS_LOG", "yes"),
        ("CHILDWAYS_API_RATE", "-1"),
        ("CHILDWAYS_WORKERS", "0"),
        ("CHILDWAYS_WORKERS", "65"),
        ("CHILDWAYS_MCP", "true"),
        ("CHILDWAYS_OWN_VIEWS", "many"),
        ("CHILDWAYS_OWN_VIEWS", "201"),
        ("CHILDWAYS_OWN_VIEWS_EACH", "-1"),
        ("CHILDWAYS_OWN_MINUTES", "0"),
        ("CHILDWAYS_ORIGIN", "atlas.example.org"),
        ("CHILDWAYS_ORIGIN", "https://x/<script>"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_takes(name, value):
    with pytest.raises(ConfigError, match=rf"{name} is .*Give "):
        Config.from_env({name: value})
