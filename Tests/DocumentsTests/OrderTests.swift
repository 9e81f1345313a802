import Appearance
import Crypto
import Domain
import PDF
import TestSupport
import Testing
import Verification

@testable import Documents

@Suite("An order to a worker") struct OrderTests {
    private static func task(_ change: (inout SignatureTask) -> Void) -> DocumentOrder {
        var request = SignatureRequest(date: "D:20260601120000Z", contentsBytes: 8_192, identifier: [1, 2, 3])
        request.signerName = "Siti Contoh"
        var task = SignatureTask(request)
        change(&task)
        return .prepare(task)
    }

    private static func shown(_ look: AppearanceSpecification) -> DocumentOrder { task { $0.look = look } }

    private static let password = DocumentPassword(try! .of("\0ÿA"))

    /// Every case and every optional part at least once.
    static let orders: [DocumentOrder] = {
        var orders: [DocumentOrder] = [.inspect(password: nil), .inspect(password: password), task { _ in }]
        orders += [.copyPlainly(password: nil), .copyPlainly(password: password)]
        for field in [SignatureRequest.Field.new(name: nil), .new(name: "Tanda é"), .existing(name: "Ketua")] {
            orders.append(task { $0.request.field = field })
        }
        for permission in [ChangePermission.noChanges, .fillingAndSigning, .annotating] {
            orders.append(task { $0.request.role = .certification(permission) })
            orders.append(
                task { $0.request.lock = FieldLock(action: .include, fields: ["a", "b"], permission: permission) })
        }
        orders.append(task { $0.request.role = .documentTimestamp })
        orders.append(task { $0.request.lock = FieldLock(action: .all, fields: []) })
        for page in [PageChoice.first, .last, .number(1), .number(900)] {
            for origin in BoxOrigin.allCases {
                let box = Rectangle(x: 1.5, y: -2, width: 100, height: 0.1)
                orders.append(task { $0.request.place = SignatureRequest.Place(page: page, box: box, origin: origin) })
            }
            for anchor in TagPlace.Anchor.allCases {
                orders.append(
                    task {
                        $0.tag = TagPlace(text: "#", occurrence: 3, page: page, width: 9, height: 8, anchor: anchor)
                    })
            }
        }
        orders.append(task { $0.tag = TagPlace(text: "${ttd}", occurrence: nil, width: 9, height: 8) })
        orders.append(
            task {
                ($0.request.reason, $0.request.location, $0.request.contact) = ("Uji", "Malang", "surat@contoh.example")
                ($0.request.digestName, $0.request.signerCertificate, $0.request.hasTimestamp) = (
                    "SHA512", [48, 130], true
                )
                $0.password = password
            })
        for layout in AppearanceLayout.allCases {
            var look = AppearanceSpecification(width: 200, height: 80)
            look.layout = layout
            look.lines = [
                AppearanceLine("Siti", style: .bold, sizeFactor: 1.5),
                AppearanceLine("é", style: .regular, sizeFactor: 1),
            ]
            look.picture = .image([1, 2, 3])
            look.fontSize = .points(9.5)
            orders.append(shown(look))
            look.picture = .qr("https://contoh.example/x", level: QRLevel.allCases.last)
            look.fontSize = .automatic
            orders.append(shown(look))
            look.picture = .qr("x", level: nil)
            orders.append(shown(look))
        }
        return orders + verifying
    }()

    private static var verifying: [DocumentOrder] {
        var task = VerificationTask(now: .noon, anchors: [])
        var orders: [DocumentOrder] = [.verify(task, password: nil)]
        for demand in RevocationDemand.allCases {
            task.revocation = demand
            orders.append(.verify(task, password: password))
        }
        task.now = Instant(nanosecondsSince1970: -1)
        task.anchors = [
            TrustAnchor(name: "Induk é", certificate: [0x30, 0]), TrustAnchor(name: "", certificate: []),
        ]
        task.material = VerificationMaterial(
            certificates: [[1], []], revocationLists: [[2, 255]], statusAnswers: [[3], [4], [5]])
        return orders + [.verify(task, password: nil)] + extending(task)
    }

    private static func extending(_ task: VerificationTask) -> [DocumentOrder] {
        let choices: [SignatureChoice] = [.all, .newest, .fields([]), .fields(["Ketua é", ""])]
        return choices.flatMap { choice in
            [false, true].map { covers in
                .extend(
                    LongTermTask(task, choice: choice, coversTimestamps: covers, identifier: [1, 2, 255]),
                    password: covers ? password : nil)
            }
        }
    }

    @Test(arguments: orders.indices) func `comes back as it was sent`(index: Int) throws {
        let order = Self.orders[index]
        let received = try #require(DocumentOrder(order.bytes))
        #expect(received.bytes == order.bytes)
        #expect("\(received)" == "\(order)")
    }

    @Test(arguments: orders.indices) func `cut short or with a byte too many is none`(index: Int) {
        let bytes = Self.orders[index].bytes
        for count in 0..<bytes.count { #expect(DocumentOrder(Array(bytes[..<count])) == nil) }
        #expect(DocumentOrder(bytes + [0]) == nil)
    }

    @Test(arguments: orders.indices) func `with a byte changed is another or none, and never a crash`(index: Int) {
        let bytes = Self.orders[index].bytes
        for place in bytes.indices {
            for byte in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[place] = byte
                if let order = DocumentOrder(changed) { #expect(DocumentOrder(order.bytes) != nil) }
            }
        }
    }
}
