#pragma once

#include <stddef.h>
#include <stdint.h>

/// What became of a picture.
typedef enum {
    CPictures_good,
    CPictures_broken,
    CPictures_no_memory,
} CPicturesOutcome;

/// What a decoder said, for the log.
typedef struct {
    char text[96];
} CPicturesWords;

/// The pixels of a PNG, eight bits a component, colour and alpha apart.
typedef struct {
    uint32_t width;
    uint32_t height;
    uint32_t components;  ///< 1 grey, 3 RGB.
    uint8_t *_Nullable colour;
    uint8_t *_Nullable alpha;  ///< One byte a pixel, or NULL when every pixel is opaque.
} CPicturesPixels;

/// Decodes a PNG of the given size. The caller frees the pixels with `CPictures_free`, whatever the outcome.
CPicturesOutcome CPictures_read_png(
    const uint8_t *_Nonnull start, size_t count, CPicturesPixels *_Nonnull pixels, CPicturesWords *_Nonnull words);

void CPictures_free(CPicturesPixels *_Nonnull pixels);

/// Decodes a JPEG to its end, for its defects only: a warning counts as one.
CPicturesOutcome CPictures_check_jpeg(const uint8_t *_Nonnull start, size_t count, CPicturesWords *_Nonnull words);
