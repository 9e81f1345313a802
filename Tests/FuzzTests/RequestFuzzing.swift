import HTTP
import JSONInput

// What strangers send to the service, before anybody knows who they are.

/// A form in parts, arriving in two pieces wherever the first byte says: what it comes to must not depend on it.
func readForm(_ bytes: [UInt8]) {
    let cut = bytes.isEmpty ? 0 : Int(bytes[0]) % bytes.count
    let (whole, pieces) = (form(of: [bytes]), form(of: [Array(bytes[..<cut]), Array(bytes[cut...])]))
    precondition(whole?.map(\.name) == pieces?.map(\.name), "a form depends on how it arrives")
    precondition(whole?.map(\.content.count) == pieces?.map(\.content.count), "a part depends on how it arrives")
}

private func form(of pieces: [[UInt8]]) -> [HTTPForm.Part]? {
    guard var reader = MultipartReader(boundary: "batas", limits: FormLimits()) else { return nil }
    do throws(BodyDefect) {
        for piece in pieces {
            let part = WipedBytes(piece)
            try unsafe part.withBytes { (piece) throws(BodyDefect) in try unsafe reader.append(piece) }
        }
        return try reader.finish().parts
    } catch {
        return nil
    }
}

func readQuery(_ bytes: [UInt8]) {
    do throws(BodyDefect) {
        let form = try URLEncodedForm.parse(WipedBytes(bytes), partsMax: 100)
        precondition(form.parts.count <= 100)
    } catch {}
    do throws(HTTPTarget.Defect) {
        let target = try HTTPTarget(bytes, host: "contoh.example")
        precondition(target.segments.allSatisfy { $0 != "." && $0 != ".." && !$0.contains("/") })
    } catch {}
}

/// A head whose lines end in line feeds.
func readHead(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    let words = lines[0].split(separator: 32, omittingEmptySubsequences: false).map(Array.init)
    let fields = lines.dropFirst().map { line -> (name: [UInt8], value: [UInt8]) in
        let halves = line.split(separator: 58, maxSplits: 1, omittingEmptySubsequences: false)
        return (Array(halves[0]), halves.count > 1 ? Array(halves[1]) : [])
    }
    let head = RawHead(
        method: words[0], target: words.count > 1 ? words[1] : [], version: words.count > 2 ? words[2] : [],
        fields: fields)
    do throws(HTTPRefusal) {
        let read = try head.read()
        precondition(read.fields.all.count == fields.count)
    } catch {}
    _ = AddressBlock(String(decoding: bytes, as: UTF8.self))
}

func readJSON(_ bytes: [UInt8]) {
    do throws(JSONInput.Defect) { walk(try JSONInput(bytes)) } catch {}
}

private func walk(_ input: JSONInput) {
    _ = (input.text, input.integer, input.number, input.boolean, input.isNull)
    for element in input.elements ?? [] { walk(element) }
    for name in input.names ?? [] {
        guard let member = input[name] else { preconditionFailure("a member that is named is there") }
        walk(member)
    }
}
