# Make sure that there is a browser for the tests: Debian's where root may install it, else
# Playwright's own. The one without windows takes a fifth less of the processors.
set -eu

debian_chromium() {
    [ "$(id -u)" = 0 ] && command -v apt-get || return 1
    apt-get update -qq && apt-get install -qq --yes --no-install-recommends \
        chromium-headless-shell fonts-noto-cjk
}

has_chromium() { chromium-headless-shell --version; }

has_chromium || { debian_chromium && has_chromium; } || chromium --version ||
    .venv/bin/playwright install chromium
