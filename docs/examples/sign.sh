#!/usr/bin/env bash
# Asks whether somebody can sign, signs a PDF, and has it checked: sign.sh IN.pdf OUT.pdf
set -euo pipefail
url=${TEKEN_URL:-http://127.0.0.1:8080}
client=${TEKEN_CLIENT:-demo:demo}
nik=${SIGNER_NIK:?who signs}
: "${SIGNER_PASSPHRASE:?the passphrase}"

echo "status: $(curl -sS --fail -u "$client" "$url/api/user/status/$nik")"

# The passphrase goes through a descriptor: arguments can be read by everybody on this machine.
answer=$(curl -sS -u "$client" -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" --retry 3 \
    -F "nik=$nik" -F 'passphrase=<-' -F tampilan=visible -F linkQR=https://contoh.id/periksa \
    -F page=1 -F xAxis=60 -F yAxis=60 -F width=80 -F height=80 -F "file=@$1;type=application/pdf" \
    -o "$2" -w '%{http_code}' "$url/api/sign/pdf" < <(printf %s "$SIGNER_PASSPHRASE"))
if [ "$answer" != 200 ]; then
    echo "refused ($answer): $(cat "$2")" >&2
    rm -f "$2"
    exit 1
fi
echo "signed: $2"
echo "verdict: $(curl -sS --fail -u "$client" -F "signed_file=@$2" "$url/api/sign/verify")"
