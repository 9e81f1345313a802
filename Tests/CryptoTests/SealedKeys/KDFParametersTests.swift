import Crypto
import Testing

@Suite("The price of a guess") struct KDFParametersTests {
    @Test func `is what the policy names say`() {
        #expect(KDFParameters.standard == KDFParameters(memoryKiB: 65_536, passes: 3, lanes: 1))
        #expect(KDFParameters.high == KDFParameters(memoryKiB: 262_144, passes: 3, lanes: 1))
        #expect(KDFParameters.ceiling == KDFParameters(memoryKiB: 1_048_576, passes: 10, lanes: 8))
    }

    @Test(arguments: [
        (KDFParameters.standard, false), (.high, false), (.ceiling, false),
        (KDFParameters(memoryKiB: 65_535, passes: 3, lanes: 1), true),
        (KDFParameters(memoryKiB: 65_536, passes: 2, lanes: 1), true),
        (KDFParameters(memoryKiB: 262_144, passes: 2, lanes: 1), true),
        (KDFParameters(memoryKiB: 32_768, passes: 10, lanes: 1), true),
        (KDFParameters(memoryKiB: 65_536, passes: 3, lanes: 4), false),
    ])
    func `is lower than the standard's with less memory or fewer passes`(parameters: KDFParameters, isWeaker: Bool) {
        #expect(parameters.isWeaker(than: .standard) == isWeaker)
    }
}
