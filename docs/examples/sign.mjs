// Asks whether somebody can sign, signs a PDF, and has it checked: node sign.mjs IN.pdf OUT.pdf
import { randomUUID } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";

const { TEKEN_URL: url = "http://127.0.0.1:8080", TEKEN_CLIENT: client = "demo:demo" } = process.env;
const { SIGNER_NIK: nik, SIGNER_PASSPHRASE: passphrase } = process.env;
const [input, output] = process.argv.slice(2);
const authorization = "Basic " + Buffer.from(client).toString("base64");

async function post(path, body, headers = {}) {
    const answer = await fetch(url + path, {
        method: "POST",
        headers: { authorization, "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
    });
    const json = await answer.json();
    if (!answer.ok) throw new Error(`refused (${answer.status}): ${json.error} [${json.status_code}]`);
    return json;
}

try {
    const status = await post("/api/v2/user/check/status", { nik });
    console.log("status:", status.status, status.message);

    const document = (await readFile(input)).toString("base64");
    const signed = await post(
        "/api/v2/sign/pdf",
        {
            nik,
            passphrase,
            signatureProperties: [{ tampilan: "INVISIBLE", reason: "Dokumen telah disetujui" }],
            file: [document],
        },
        { "idempotency-key": randomUUID() },
    );
    await writeFile(output, Buffer.from(signed.file[0], "base64"));
    console.log("signed:", output, `${signed.time} ms`);

    const verdict = await post("/api/v2/verify/pdf", { file: signed.file[0] });
    console.log("verdict:", verdict.conclusion, verdict.description);
} catch (error) {
    console.error(error.message);
    process.exit(1);
}
