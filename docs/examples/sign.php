<?php
// Asks whether somebody can sign, signs a PDF, and has it checked: php sign.php IN.pdf OUT.pdf
declare(strict_types=1);

$url = getenv('TEKEN_URL') ?: 'http://127.0.0.1:8080';
$client = getenv('TEKEN_CLIENT') ?: 'demo:demo';
$nik = getenv('SIGNER_NIK') ?: exit("SIGNER_NIK: who signs\n");
$passphrase = getenv('SIGNER_PASSPHRASE') ?: exit("SIGNER_PASSPHRASE: the passphrase\n");
[, $in, $out] = $argv;

/** @return array{int, string, array<string, string>} status, body and headers */
function call(string $address, string $client, ?array $fields = null, array $headers = []): array
{
    $received = [];
    $request = curl_init($address);
    curl_setopt_array($request, [
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_USERPWD => $client,
        CURLOPT_TIMEOUT => 60,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_HEADERFUNCTION => function ($request, string $line) use (&$received): int {
            $parts = explode(':', $line, 2);
            if (count($parts) === 2) {
                $received[strtolower(trim($parts[0]))] = trim($parts[1]);
            }
            return strlen($line);
        },
    ]);
    if ($fields !== null) {
        curl_setopt($request, CURLOPT_POSTFIELDS, $fields);
    }
    $body = curl_exec($request);
    if ($body === false) {
        fwrite(STDERR, curl_error($request) . "\n");
        exit(1);
    }
    return [curl_getinfo($request, CURLINFO_RESPONSE_CODE), $body, $received];
}

[, $status] = call("$url/api/user/status/" . rawurlencode($nik), $client);
echo "status: $status\n";

[$code, $body, $headers] = call("$url/api/sign/pdf", $client, [
    'nik' => $nik,
    'passphrase' => $passphrase,
    'tampilan' => 'visible',
    'image' => false,
    'linkQR' => 'https://contoh.id/periksa',
    'page' => 1,
    'xAxis' => 60,
    'yAxis' => 60,
    'width' => 80,
    'height' => 80,
    'file' => new CURLFile($in, 'application/pdf', 'letter.pdf'),
], ['Idempotency-Key: ' . bin2hex(random_bytes(16))]);
if ($code !== 200) {
    $refusal = json_decode($body, true);
    fwrite(STDERR, "refused ($code): {$refusal['error']} [{$refusal['status_code']}]\n");
    exit(1);
}
file_put_contents($out, $body);
echo "signed: $out, id_dokumen {$headers['id_dokumen']}\n";

[, $verdict] = call("$url/api/sign/verify", $client, ['signed_file' => new CURLFile($out, 'application/pdf')]);
echo 'verdict: ' . json_decode($verdict, true)['summary'] . "\n";
