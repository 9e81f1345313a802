import Domain
import TestSupport
import Testing

@testable import Verification

/// The shape that programs read, member by member and in order. Whoever changes it changes it for them.
@Suite("The report of a verdict") struct VerdictReportTests {
    /// One JSON text; where its lines break and how far they are set in is for the eye.
    private func line(_ golden: String) -> String {
        golden.split(separator: "\n").map { $0.drop(while: { $0 == " " }) }.joined()
    }

    @Test func `has everything that was found out`() {
        let finding = Finding(.statusUnknown, .doubts(.tryLater), detail: "Siti \"\u{1B}\"")
        let verdict = VerdictSample.verdict(
            [VerdictSample.signature([finding])], findings: [Finding(.usageRights, .notes)])
        let golden = #"""
            {
              "file":"surat.pdf","outcome":"INDETERMINATE","subIndication":"TRY_LATER",
              "title":{"id":"Belum dapat dipastikan","en":"Cannot be determined"},
              "sentence":{
                "id":"Belum diketahui apakah sertifikat Siti \"\u001b\" dicabut.",
                "en":"It is not known whether the certificate of Siti \"\u001b\" was revoked."
              },
              "next":{
                "id":"Periksa lagi dengan sambungan ke penerbit sertifikat, atau sertakan daftar pencabutannya.",
                "en":"Check again with a connection to the issuer, or hand in its revocation list."
              },
              "asOf":{
                "id":"Diperiksa per 1 Juni 2026 19.10 WIB.","en":"Checked as of 1 June 2026 19:10 WIB."},
              "judgedAt":"2026-06-01T12:10:00Z","bytes":2000,"pages":2,"revisions":3,"signatureCount":1,
              "documentTimestampCount":0,
              "findings":[
                {
                  "code":"usage_rights","effect":"notes","subIndication":null,"detail":null,
                  "sentence":{
                    "id":"Dokumen memuat tanda hak pakai dari program pembuatnya; itu bukan tanda tangan seseorang.",
                    "en":"The document carries a mark of usage rights by the program that made it; nobody signed with it."
                  }
                }
              ],
              "signatures":[
                {
                  "kind":"signature","field":"Ketua","object":7,"subFilter":"ETSI.CAdES.detached",
                  "level":"PAdES-BASELINE-LT","outcome":"INDETERMINATE","subIndication":"TRY_LATER",
                  "sentence":{
                    "id":"Belum dapat dipastikan: Belum diketahui apakah sertifikat Siti \"\u001b\" dicabut.",
                    "en":"Cannot be determined: It is not known whether the certificate of Siti \"\u001b\" was revoked."
                  },
                  "integrity":"intact","coverage":{"of":"revision","revision":2},"signedBytes":900,
                  "certifies":2,"changesAfter":"permitted",
                  "changes":[
                    {
                      "answer":"permitted","kind":"field_filled","detail":"Tx","revision":3,"object":9,"page":1,
                      "field":"Nama"
                    }
                  ],
                  "signer":"Siti Contoh","anchor":"Induk",
                  "chain":[
                    {
                      "subject":"C=ID, CN=Siti Contoh","issuer":"C=ID, CN=CA Contoh","commonName":"Siti Contoh",
                      "organisation":"Kota Contoh","serial":"1234567890","notBefore":"2026-05-31T12:00:00Z",
                      "notAfter":"2026-06-02T12:00:00Z",
                      "keyUsages":["digitalSignature","nonRepudiation","cRLSign"],
                      "algorithms":"sha256/rsa-pkcs1/2048",
                      "sha256":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
                      "isAnchor":false,
                      "status":{
                        "source":"ocsp","answer":"revoked","revokedAt":"2026-06-01T12:01:00Z",
                        "reason":"superseded","thisUpdate":"2026-06-01T12:00:00Z",
                        "nextUpdate":"2026-06-01T13:00:00Z","embedded":true
                      }
                    },
                    {
                      "subject":"C=ID, CN=CA Contoh","issuer":"C=ID, CN=CA Contoh","commonName":null,
                      "organisation":null,"serial":"1","notBefore":null,"notAfter":null,"keyUsages":[],
                      "algorithms":null,
                      "sha256":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                      "isAnchor":true,"status":null
                    }
                  ],
                  "algorithms":"sha256/rsa-pkcs1/2048","claimedTime":"2026-06-01T12:00:00Z",
                  "provenTime":"2026-06-01T12:00:30Z",
                  "timestamps":[
                    {
                      "kind":"signature","time":"2026-06-01T12:00:30Z","serial":"0c","outcome":"TOTAL-PASSED",
                      "subIndication":null,"authority":"TSA Contoh","anchor":"Induk",
                      "chain":[
                        {
                          "subject":"C=ID, CN=Siti Contoh","issuer":"C=ID, CN=CA Contoh","commonName":"TSA Contoh",
                          "organisation":"Kota Contoh","serial":"1234567890","notBefore":"2026-05-31T12:00:00Z",
                          "notAfter":"2026-06-02T12:00:00Z",
                          "keyUsages":["digitalSignature","nonRepudiation","cRLSign"],
                          "algorithms":"sha256/rsa-pkcs1/2048",
                          "sha256":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
                          "isAnchor":false,"status":null
                        },
                        {
                          "subject":"C=ID, CN=CA Contoh","issuer":"C=ID, CN=CA Contoh","commonName":null,
                          "organisation":null,"serial":"1","notBefore":null,"notAfter":null,"keyUsages":[],
                          "algorithms":null,
                          "sha256":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b",
                          "isAnchor":true,"status":null
                        }
                      ],
                      "findings":[]
                    }
                  ],
                  "name":"Siti","reason":"Setuju","location":"Malang","contact":"surat@contoh.example",
                  "application":"teken",
                  "findings":[
                    {
                      "code":"status_unknown","effect":"doubts","subIndication":"TRY_LATER",
                      "detail":"Siti \"\u001b\"",
                      "sentence":{
                        "id":"Belum diketahui apakah sertifikat Siti \"\u001b\" dicabut.",
                        "en":"It is not known whether the certificate of Siti \"\u001b\" was revoked."
                      }
                    }
                  ]
                }
              ]
            }
            """#
        #expect(verdict.report(of: "surat.pdf").line == line(golden))
    }

    @Test func `has the same members where nothing is known, and null in them`() {
        let golden = #"""
            {
              "file":null,"outcome":"INDETERMINATE","subIndication":"SIGNED_DATA_NOT_FOUND",
              "title":{"id":"Belum dapat dipastikan","en":"Cannot be determined"},
              "sentence":{
                "id":"Hasil pemeriksaannya SIGNED_DATA_NOT_FOUND.",
                "en":"The check came to SIGNED_DATA_NOT_FOUND."
              },
              "next":{
                "id":"Bandingkan dengan berkas asli dari penerbitnya sebelum menggunakannya.",
                "en":"Compare it with the original from its issuer before relying on it."
              },
              "asOf":{
                "id":"Diperiksa per 1 Juni 2026 19.10 WIB.","en":"Checked as of 1 June 2026 19:10 WIB."},
              "judgedAt":"2026-06-01T12:10:00Z","bytes":2000,"pages":2,"revisions":3,"signatureCount":1,
              "documentTimestampCount":0,"findings":[],
              "signatures":[
                {
                  "kind":"signature","field":null,"object":null,"subFilter":null,"level":null,
                  "outcome":"INDETERMINATE","subIndication":"SIGNED_DATA_NOT_FOUND",
                  "sentence":{
                    "id":"Belum dapat dipastikan: Hasil pemeriksaannya SIGNED_DATA_NOT_FOUND.",
                    "en":"Cannot be determined: The check came to SIGNED_DATA_NOT_FOUND."
                  },
                  "integrity":"unknown","coverage":{"of":"part","revision":null},"signedBytes":null,
                  "certifies":null,"changesAfter":"none","changes":[],"signer":null,"anchor":null,
                  "chain":[],"algorithms":null,"claimedTime":null,"provenTime":null,"timestamps":[],
                  "name":null,"reason":null,"location":null,"contact":null,"application":null,"findings":[]
                }
              ]
            }
            """#
        #expect(VerdictSample.verdict([VerdictSample.bareSignature]).report(of: nil).line == line(golden))
    }

    @Test func `tells an unsigned document, a timestamp and each kind of answer`() {
        let unsigned = VerdictSample.verdict([]).report(of: "a").line
        #expect(unsigned.contains(#""outcome":"NO_SIGNATURE","subIndication":null"#))
        #expect(unsigned.contains(#""signatureCount":0,"documentTimestampCount":0"#))
        let stamped = VerdictSample.verdict([VerdictSample.documentStamp()]).report(of: "a").line
        #expect(stamped.contains(#""outcome":"TOTAL-PASSED","subIndication":null"#))
        #expect(stamped.contains(#""signatureCount":0,"documentTimestampCount":1"#))
        #expect(stamped.contains(#""coverage":{"of":"file","revision":null}"#))
        let wrong = VerdictSample.verdict([VerdictSample.signature([Finding(.rangesCross, .disproves(.format))])])
        let report = wrong.report(of: "a").line
        #expect(report.contains(#""outcome":"TOTAL-FAILED","subIndication":"FORMAT_FAILURE""#))
        #expect(report.contains(#""code":"ranges_cross","effect":"disproves","subIndication":"FORMAT_FAILURE""#))
    }
}
