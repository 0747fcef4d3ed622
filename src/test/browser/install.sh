#!/usr/bin/env bash
# Installs Debian's chromium where no browser is; prints the browser's path.
set -euo pipefail

find_browser() {
    local name
    for name in chromium chromium-browser google-chrome; do
        if command -v "$name"; then
            return 0
        fi
    done
    return 1
}

if find_browser; then
    exit 0
fi
{
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium
} >&2
find_browser
