import Crypto

// The program that `tools/fuzz` builds: libFuzzer brings `main` and asks for one function.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    unsafe readInput(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ target: @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
) -> CInt

/// The package manager gives an executable's `main` this name.
@_cdecl("Fuzz_main")
public func main(_ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    if count == 3, CommandLine.arguments[1] == "--seeds" {
        try! WireSeeds.write(to: CommandLine.arguments[2], reader: 15)
        return 0
    }
    try! OpenSSLRuntime.require()  // as the real program does, first thing
    var count = count
    var words = unsafe words
    return unsafe runDriver(&count, &words) { start, count in unsafe fuzzOneInput(start, count) }
}
