#pragma once

#include <zlib.h>

#include <algorithm>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <vector>

/// Compresses in pieces. zlib takes a quarter of a megabyte for its usual window; a few kilobytes need none of that.
class Packer {
  public:
    Packer(size_t expected, int level) {
        int windowBits = 10;
        while (windowBits < MAX_WBITS && (size_t{1} << windowBits) < expected) ++windowBits;
        const int memoryLevel = windowBits < MAX_WBITS ? 6 : 8;
        if (deflateInit2(&stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
            throw std::bad_alloc();
        }
    }
    ~Packer() { deflateEnd(&stream); }
    Packer(const Packer &) = delete;
    Packer &operator=(const Packer &) = delete;

    void add(const uint8_t *start, size_t count) {
        if (count > UINT_MAX) throw std::length_error("stream too long");
        stream.next_in = const_cast<Bytef *>(start);
        stream.avail_in = static_cast<uInt>(count);
        run(Z_NO_FLUSH);
    }

    const std::vector<char> &finish() {
        run(Z_FINISH);
        out.resize(out.size() - stream.avail_out);
        return out;
    }

  private:
    /// A call that leaves room in the output has taken all input, or has ended.
    void run(int flush) {
        constexpr size_t piece = 4096;
        do {
            if (stream.avail_out == 0) {
                const size_t used = out.size();
                const size_t more = std::max(piece, used);
                out.resize(used + more);
                stream.next_out = reinterpret_cast<Bytef *>(out.data() + used);
                stream.avail_out = static_cast<uInt>(more);
            }
            const int result = deflate(&stream, flush);
            if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
                throw std::runtime_error("deflate failed");
            }
        } while (stream.avail_out == 0);
    }

    z_stream stream{};
    std::vector<char> out;
};
