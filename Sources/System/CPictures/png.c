#include "CPictures.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// libpng's simplified interface keeps its setjmp to itself, so no jump crosses a frame of ours.

/// Moves colour and alpha of each pixel apart, in place, and gives up the alpha of a picture that is opaque anyway.
static int part(CPicturesPixels *pixels) {
    const size_t count = (size_t)pixels->width * pixels->height;
    uint8_t *alpha = malloc(count);
    if (!alpha) return 0;
    uint8_t opaque = 0xFF;
    uint8_t *colour = pixels->colour;
    const uint8_t *from = colour;
    if (pixels->components == 3) {
        for (size_t pixel = 0; pixel < count; ++pixel, from += 4) {
            colour[3 * pixel] = from[0];
            colour[3 * pixel + 1] = from[1];
            colour[3 * pixel + 2] = from[2];
            alpha[pixel] = from[3];
            opaque &= from[3];
        }
    } else {
        for (size_t pixel = 0; pixel < count; ++pixel, from += 2) {
            colour[pixel] = from[0];
            alpha[pixel] = from[1];
            opaque &= from[1];
        }
    }
    if (opaque == 0xFF) {
        free(alpha);
    } else {
        pixels->alpha = alpha;
    }
    return 1;
}

CPicturesOutcome CPictures_read_png(
    const uint8_t *start, size_t count, CPicturesPixels *pixels, CPicturesWords *words) {
    *pixels = (CPicturesPixels){0};
    *words = (CPicturesWords){0};
    png_image image;
    memset(&image, 0, sizeof image);
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, start, count)) {
        snprintf(words->text, sizeof words->text, "%s", image.message);
        return CPictures_broken;  // a read that failed has freed what it took
    }
    const png_uint_32 natural = image.format;
    image.format = natural & (PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA);
    image.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // sixteen bits without a gamma are no light intensities
    pixels->width = image.width;
    pixels->height = image.height;
    pixels->components = natural & PNG_FORMAT_FLAG_COLOR ? 3 : 1;
    pixels->colour = malloc(PNG_IMAGE_SIZE(image));
    if (!pixels->colour) {
        png_image_free(&image);
        return CPictures_no_memory;
    }
    // A warning means that something was made up where the file was wrong.
    if (!png_image_finish_read(&image, NULL, pixels->colour, 0, NULL) || image.warning_or_error) {
        snprintf(words->text, sizeof words->text, "%s", image.message);
        return CPictures_broken;
    }
    if (natural & PNG_FORMAT_FLAG_ALPHA && !part(pixels)) return CPictures_no_memory;
    return CPictures_good;
}

void CPictures_free(CPicturesPixels *pixels) {
    free(pixels->colour);
    free(pixels->alpha);
    *pixels = (CPicturesPixels){0};
}
