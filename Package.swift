// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built with the same settings; a warning is an error.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(), .treatAllWarnings(as: .error),
]

/// A C library from Debian; each enters the house through one Swift room.
func library(_ name: String, pkgConfig: String? = nil, debian package: String? = nil) -> Target {
    .systemLibrary(
        name: name, path: "Sources/System/\(name)", pkgConfig: pkgConfig, providers: package.map { [.apt([$0])] })
}

/// A library of C or C++ that Swift sees through one plain header of ours.
func shim(_ name: String, linking libraries: [String]) -> Target {
    .target(
        name: name, path: "Sources/System/\(name)",
        cSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)],
        cxxSettings: [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)],
        linkerSettings: libraries.map { .linkedLibrary($0) })
}

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies + ["TestTraits"], swiftSettings: strict)
}

let package = Package(
    name: "teken",
    products: [
        .executable(name: "teken", targets: ["Teken"]), .executable(name: "teken-pdf", targets: ["Sandbox"]),
    ],
    targets: [
        // Inner to outer: a room imports only rooms named above it.
        library("COpenSSL", pkgConfig: "openssl", debian: "libssl-dev"),
        library("CArgon2", pkgConfig: "libargon2", debian: "libargon2-dev"),
        library("CGFShare", pkgConfig: "libgfshare", debian: "libgfshare-dev"),
        library("CUTF8Proc", debian: "libutf8proc-dev"),  // its pkg-config flags are refused by SwiftPM
        library("CZxcvbn", debian: "libzxcvbn-dev"),
        library("CCurl", pkgConfig: "libcurl", debian: "libcurl4-openssl-dev"),
        library("CLinux"),
        library("CZlib", debian: "zlib1g-dev"),
        library("CQRencode", pkgConfig: "libqrencode", debian: "libqrencode-dev"),
        shim("CPictures", linking: ["png16", "jpeg"]),
        shim("CPoDoFo", linking: ["podofo", "z"]),
        library("CSQLite", debian: "libsqlite3-dev"),
        library("CLibPQ", pkgConfig: "libpq", debian: "libpq-dev"),
        library("CJansson", pkgConfig: "jansson", debian: "libjansson-dev"),
        library("CSeccomp", pkgConfig: "libseccomp", debian: "libseccomp-dev"),
        library("CMicroHTTPD", pkgConfig: "libmicrohttpd", debian: "libmicrohttpd-dev"),
        room("Domain"),
        room("Crypto", ["Domain", "COpenSSL", "CArgon2", "CUTF8Proc", "CZxcvbn", "CGFShare", "CLinux"]),
        room("PDF", ["Crypto", "CZlib", "CLinux"]),
        room("Verification", ["Domain", "Crypto", "PDF"]),
        room("Appearance", ["Crypto", "CPoDoFo", "CPictures", "CQRencode"]),
        room("Channels", ["CLinux"]),
        room("Walls", ["Channels", "CSeccomp", "CLinux"]),
        room("Workers", ["Channels", "CLinux"]),
        room("Documents", ["Domain", "Crypto", "PDF", "Verification", "Appearance", "Channels", "Workers"]),
        .executableTarget(
            name: "Sandbox",
            dependencies: [
                "Domain", "Crypto", "PDF", "Verification", "Appearance", "Channels", "Walls", "Documents",
            ],
            swiftSettings: strict),
        room("Database", ["Domain"]),
        room("DatabaseSQLite", ["Database", "CSQLite"]),
        room("DatabasePostgres", ["Database", "CLibPQ"]),
        room("Store", ["Domain", "Crypto", "Database"]),
        room("Authority", ["Domain", "Crypto", "Store"]),
        room(
            "Signing",
            [
                "Domain", "Crypto", "PDF", "Verification", "Channels", "Workers", "Documents", "Store", "Authority",
            ]),
        room("Registry", ["Domain", "Crypto", "Store", "Authority"]),
        room(
            "Problems",
            [
                "Domain", "Crypto", "Verification", "Channels", "Workers", "Documents", "Database", "Store",
                "Authority", "Signing", "Registry",
            ]),
        room("HTTPClient", ["Crypto", "CCurl"]),
        room("Delivery", ["Domain", "Crypto", "Channels", "Store", "HTTPClient"]),
        room("JSONInput", ["CJansson"]),
        room("Metrics"),
        room("HTTP", ["Domain", "Channels", "CLinux"]),
        room("HTTPServer", ["Domain", "Channels", "HTTP", "CMicroHTTPD", "CZlib", "CLinux"]),
        room("ClientGate", ["Domain", "Crypto", "Store", "Signing", "Problems", "HTTP"]),
        room(
            "ESignAPI",
            [
                "Domain", "Crypto", "PDF", "Verification", "Appearance", "Channels", "Workers", "Documents", "Store",
                "Authority", "Signing", "Problems", "JSONInput", "HTTP", "ClientGate",
            ]),
        room(
            "API",
            [
                "Domain", "Crypto", "PDF", "Verification", "Appearance", "Channels", "Workers", "Documents", "Store",
                "Authority", "Signing", "Registry", "Problems", "JSONInput", "HTTP", "ClientGate",
            ]),
        room("AuthorityFace", ["Domain", "Crypto", "Channels", "Store", "Authority", "HTTP"]),
        .executableTarget(
            name: "Teken",
            dependencies: [
                "Domain", "Crypto", "PDF", "Verification", "Appearance", "Channels", "Workers", "Documents", "Database",
                "DatabaseSQLite", "DatabasePostgres", "Store", "Authority", "Signing", "Registry", "Problems",
                "HTTPClient", "Delivery", "HTTP", "HTTPServer", "Metrics", "ClientGate", "ESignAPI", "API",
                "AuthorityFace",
                "CLinux",
            ], swiftSettings: strict),

        // Tests only.
        room(
            "TestSupport",
            [
                "Domain", "Crypto", "Verification", "Appearance", "Channels", "Workers", "Documents", "Database",
                "DatabaseSQLite", "DatabasePostgres", "Store", "Authority", "Signing", "HTTP",
            ]),
        .target(
            name: "TestTraits", dependencies: ["TestSupport"], path: "Tests/TestTraits", swiftSettings: strict),
        .executableTarget(
            name: "SecretsProbe", dependencies: ["Domain", "Crypto", "CLinux", "TestSupport"],
            path: "Tests/SecretsProbe",
            swiftSettings: strict),
        .executableTarget(
            name: "AppearanceProbe", dependencies: ["Appearance", "TestSupport"], path: "Tests/AppearanceProbe",
            swiftSettings: strict),
        .executableTarget(
            name: "StoreProbe",
            dependencies: ["Store", "Database", "DatabaseSQLite", "DatabasePostgres", "Domain", "TestSupport"],
            path: "Tests/StoreProbe", swiftSettings: strict),
        .systemLibrary(name: "CAttempts", path: "Tests/CAttempts"),
        .executableTarget(
            name: "WallsProbe", dependencies: ["Channels", "Walls", "CAttempts", "CLinux"], path: "Tests/WallsProbe",
            swiftSettings: strict),
        tests("DomainTests", ["Domain"]),
        tests("CryptoTests", ["Domain", "Crypto", "TestSupport"]),
        tests("PDFTests", ["PDF", "Crypto", "TestSupport"]),
        tests("AppearanceTests", ["Appearance", "TestSupport"]),
        tests("VerificationTests", ["Verification", "Domain", "Crypto", "PDF", "TestSupport"]),
        tests("ChannelsTests", ["Channels", "CLinux", "TestSupport"]),
        tests("WallsTests", ["Channels", "Walls", "Workers", "TestSupport"]),
        tests("WorkersTests", ["Channels", "Workers", "TestSupport"]),
        tests(
            "DocumentsTests",
            [
                "Documents", "Domain", "PDF", "Verification", "Appearance", "Channels", "Crypto", "Workers",
                "TestSupport",
            ]),
        tests(
            "SandboxTests",
            [
                "Sandbox", "Domain", "Verification", "Appearance", "Channels", "Crypto", "Documents", "PDF",
                "TestSupport",
            ]),
        tests("DatabaseTests", ["Database", "Domain", "TestSupport"]),
        tests("DatabaseSQLiteTests", ["DatabaseSQLite", "Database", "TestSupport"]),
        tests("DatabasePostgresTests", ["DatabasePostgres", "Database", "TestSupport"]),
        tests("AuthorityTests", ["Authority", "Store", "Database", "Domain", "Crypto", "TestSupport"]),
        tests(
            "StoreTests",
            [
                "Store", "Database", "DatabaseSQLite", "DatabasePostgres", "Domain", "Crypto", "TestSupport",
            ]),
        tests(
            "SigningTests",
            [
                "Signing", "Domain", "Crypto", "PDF", "Verification", "Channels", "Workers", "Documents", "Store",
                "Authority", "TestSupport",
            ]),
        tests(
            "RegistryTests",
            ["Registry", "Authority", "Store", "Database", "Domain", "Crypto", "TestSupport"]),
        tests(
            "ProblemsTests",
            [
                "Problems", "Authority", "Channels", "Crypto", "Database", "Documents", "Domain", "Registry", "Signing",
                "Store", "Verification", "Workers",
            ]),
        tests("HTTPClientTests", ["HTTPClient", "TestSupport"]),
        tests(
            "DeliveryTests",
            ["Delivery", "Crypto", "Database", "DatabaseSQLite", "Domain", "Store", "TestSupport"]),
        tests("JSONInputTests", ["JSONInput"]),
        tests("MetricsTests", ["Metrics", "TestSupport"]),
        tests(
            "AuthorityFaceTests",
            ["AuthorityFace", "Authority", "HTTP", "Channels", "Crypto", "Domain", "Store", "TestSupport"]),
        tests(
            "ClientGateTests",
            ["ClientGate", "Crypto", "Database", "Domain", "HTTP", "Problems", "Signing", "Store", "TestSupport"]),
        tests(
            "ESignAPITests",
            [
                "ESignAPI", "ClientGate", "Authority", "Channels", "Crypto", "Documents", "Domain", "HTTP", "JSONInput",
                "Problems", "Signing", "Store", "Verification", "TestSupport",
            ]),
        tests(
            "APITests",
            [
                "API", "ClientGate", "Authority", "Channels", "Crypto", "Database", "Documents", "Domain", "HTTP",
                "JSONInput", "Problems", "Registry", "Signing", "Store", "Verification", "TestSupport",
            ]),
        tests("HTTPTests", ["HTTP", "Channels", "Domain", "TestSupport"]),
        tests("HTTPServerTests", ["HTTPServer", "HTTP", "Channels", "TestSupport"]),
        tests(
            "TekenTests",
            [
                "Domain", "Crypto", "PDF", "Verification", "Appearance", "Channels", "Workers", "Documents", "Signing",
                "Teken", "Database", "Store", "Authority", "Registry", "Problems", "HTTP", "HTTPClient", "TestSupport",
            ]),
        tests("IntegrationTests", ["Domain", "Crypto", "TestSupport"]),
        tests("TidyTests", ["TestSupport"]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)

// The readers of strangers' bytes are a test, and while tools/fuzz builds them a program: libFuzzer brings its own `main`.
let readers: [Target.Dependency] = [
    "Domain", "Crypto", "PDF", "Verification", "Appearance", "Documents", "HTTP", "JSONInput",
]
package.targets.append(
    Context.environment["TEKEN_FUZZ"] == nil
        ? .testTarget(
            name: "FuzzTests", dependencies: readers + ["TestSupport"], exclude: ["FuzzMain.swift"],
            swiftSettings: strict)
        : .executableTarget(
            name: "Fuzz", dependencies: readers, path: "Tests/FuzzTests", exclude: ["InventedInputTests.swift"],
            swiftSettings: strict))

// While the address sanitiser watches, only what calls C is built and tested (tools/test). The server's tests take two minutes
// there, so they are watched where all of it is asked for: TEKEN_WATCHED=all.
if let watch = Context.environment["TEKEN_WATCHED"] {
    let watched =
        [
            "CryptoTests", "AppearanceTests", "HTTPClientTests", "HTTPTests", "JSONInputTests", "DatabaseSQLiteTests",
            "DatabasePostgresTests", "FuzzTests",
        ] + (watch == "all" ? ["HTTPServerTests"] : [])
    let left = [
        "Sandbox", "Registry", "Problems", "ClientGate", "ESignAPI", "API", "AuthorityFace", "Teken", "StoreProbe",
        "WallsProbe",
    ]
    package.targets.removeAll { $0.isTest ? !watched.contains($0.name) : left.contains($0.name) }
    package.products = []
}
