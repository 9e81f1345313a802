import Testing

@testable import PDF

@Suite("A list of places") struct ObjectPlacesTests {
    private static let places: [(number: Int, place: ObjectPlace)] = [
        (0, .free), (1, .inFile(offset: 0, generation: 0)), (8_191, .inFile(offset: 1 << 46 - 1, generation: 65_535)),
        (8_192, .inStream(container: 8_388_607, index: 0)), (70_000, .inStream(container: 0, index: 1 << 32 - 1)),
        (8_388_607, .inFile(offset: 17, generation: 3)),
    ]

    private static var filled: ObjectPlaces {
        var list = ObjectPlaces()
        for (number, place) in places.reversed() { list[number] = place }
        return list
    }

    @Test func `gives back what was put into it, in rising order`() {
        let list = Self.filled
        #expect(list.count == Self.places.count && list.highest == 8_388_607)
        for (number, place) in Self.places { #expect(list[number] == place) }
        var walked: [(number: Int, place: ObjectPlace)] = []
        list.forEach { walked.append(($0, $1)) }
        #expect(walked.elementsEqual(Self.places) { $0 == $1 })
    }

    @Test(arguments: [2, 8_190, 8_193, 69_999, 8_388_606, 8_388_608, Int.max]) func `has nothing elsewhere`(number: Int)
    {
        #expect(Self.filled[number] == nil)
    }

    @Test func `keeps the last of two, and forgets`() {
        var list = Self.filled
        list[1] = .free
        #expect(list[1] == .free && list.count == Self.places.count)
        list[8_388_607] = nil
        list[5] = nil
        #expect(list[8_388_607] == nil && list.count == Self.places.count - 1 && list.highest == 70_000)
        #expect(ObjectPlaces().highest == 0 && ObjectPlaces().count == 0)
    }
}
