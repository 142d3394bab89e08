#!/bin/sh
# The Childways API with curl.
#   CHILDWAYS=http://127.0.0.1:8050 sh client.sh
set -eu
site=${CHILDWAYS:-http://127.0.0.1:8050}
api="$site/api/v1"

echo "# One child on one journey, stage by stage, as CSV"
curl -sS --compressed "$api/journeys/central-med-horn/main.csv?status=refugee&year=2024" | head -n 5

echo "# A table by its media type; an empty cell is unknown, never 0"
curl -sS -H 'Accept: text/csv' "$api/levels?iso3=LBY,ITA&goal=2&year=2024"

echo "# A journey of one's own"
curl -sS -H 'Content-Type: application/json' \
    -d '{"stops": ["ERI", "SDN", "LBY", "ITA"], "name": "By sea"}' \
    "$api/journeys?status=refugee" | head -c 300
echo

echo "# The numbers of a page, from its address"
curl -sS -G "$api/views" --data-urlencode 'url=/country/LBY?year=2020' | head -c 300
echo

echo "# Shapes for a GIS"
curl -sS "$api/countries/LBY.geojson" | head -c 200
echo

echo "# Where the next page is"
curl -sS -o /dev/null -D - "$api/facts?goal=2&per_page=500" | grep -i '^link:'

echo "# Nothing is sent when nothing has changed"
tag=$(curl -sS -o /dev/null -D - "$api/countries" | sed -n 's/^[Ee][Tt]ag: *//p' | tr -d '\r')
curl -sS -o /dev/null -w '%{http_code}\n' -H "If-None-Match: $tag" "$api/countries"

echo "# An error says what to send instead"
curl -sS -w '\n%{content_type}\n' "$api/routes/central-med"
