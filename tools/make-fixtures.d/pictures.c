// Draws the pictures under fixtures/pictures: one scribble in ink that nobody signs with, and one letter F, in every
// variety of PNG and JPEG that a signature may come as. The same program draws the same bytes.
//   pictures FOLDER
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>

enum { widest = 300, highest = 120 };

typedef struct {
    int width, height;
    uint8_t rgba[widest * highest * 4];
} Canvas;

static FILE *create(const char *folder, const char *name) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        exit(1);
    }
    return file;
}

/// A pen's way over the paper, thinner where it is fast.
static double ink(double x, double y) {
    double darkest = 0;
    for (int step = 0; step < 900; ++step) {
        const double t = step / 900.0;
        const double px = 22 + 250 * t + 18 * sin(21 * t);
        const double py = 60 + (40 - 22 * t) * sin(25 * t + 0.6) * (0.55 + 0.45 * cos(7 * t));
        const double reach = 1.5 + 1.1 * cos(25 * t);
        const double distance = hypot(x - px, y - py);
        const double here = reach + 0.6 - distance;
        if (here > darkest) darkest = here;
    }
    return darkest > 1 ? 1 : darkest;
}

static void scribble(Canvas *canvas) {
    canvas->width = widest;
    canvas->height = highest;
    for (int y = 0; y < highest; ++y) {
        for (int x = 0; x < widest; ++x) {
            const uint8_t pixel[4] = {20, 40, 130, (uint8_t)lround(255 * ink(x + 0.5, y + 0.5))};
            memcpy(canvas->rgba + 4 * (y * widest + x), pixel, 4);
        }
    }
}

/// No turn and no mirror leaves the letter as it is. Red above, green below.
static void letter(Canvas *canvas) {
    canvas->width = 24;
    canvas->height = 36;
    for (int y = 0; y < 36; ++y) {
        for (int x = 0; x < 24; ++x) {
            const int dark = x < 6 || y < 6 || (y >= 14 && y < 20 && x < 17);
            const uint8_t pixel[4] = {y < 18 ? 200 : 255 * !dark, y < 18 ? 255 * !dark : 140, 255 * !dark, 255};
            memcpy(canvas->rgba + 4 * (y * 24 + x), pixel, 4);
        }
    }
}

/// The pixel over white, as a scanner would see it.
static void flattened(const uint8_t *rgba, uint8_t *rgb) {
    for (int c = 0; c < 3; ++c) rgb[c] = (uint8_t)((rgba[c] * rgba[3] + 255 * (255 - rgba[3])) / 255);
}

static int grey(const uint8_t *rgb) { return (rgb[0] * 299 + rgb[1] * 587 + rgb[2] * 114) / 1000; }

typedef struct {
    const char *name;
    int colour, bits, interlace, transparent;
} PNGKind;

/// One row, packed as the kind wants it.
static void row_of(const Canvas *canvas, const PNGKind *kind, int y, uint8_t *row) {
    memset(row, 0, 8 * (size_t)canvas->width);
    for (int x = 0; x < canvas->width; ++x) {
        const uint8_t *pixel = canvas->rgba + 4 * (y * canvas->width + x);
        uint8_t rgb[3];
        flattened(pixel, rgb);
        const int wide = kind->bits == 16;
        uint8_t *at;
        switch (kind->colour) {
        case PNG_COLOR_TYPE_RGB_ALPHA:
            for (int c = 0; c < 4; ++c) {
                row[(4 * x + c) << wide] = pixel[c];
                if (wide) row[((4 * x + c) << 1) + 1] = pixel[c];
            }
            break;
        case PNG_COLOR_TYPE_GRAY_ALPHA:
            row[2 * x] = (uint8_t)grey(pixel);
            row[2 * x + 1] = pixel[3];
            break;
        case PNG_COLOR_TYPE_RGB:
            for (int c = 0; c < 3; ++c) row[3 * x + c] = rgb[c];
            break;
        case PNG_COLOR_TYPE_PALETTE:
            row[x / 2] |= (uint8_t)((pixel[3] * 15 / 255) << (x % 2 ? 0 : 4));
            break;
        default:
            at = row + (kind->bits == 1 ? x / 8 : x << wide);
            if (kind->bits == 1) {
                *at |= (uint8_t)((grey(rgb) > 127) << (7 - x % 8));
            } else {
                at[0] = (uint8_t)grey(rgb);
                if (wide) at[1] = at[0];
            }
        }
    }
}

static void write_png(const char *folder, const Canvas *canvas, const PNGKind *kind) {
    FILE *file = create(folder, kind->name);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_compression_level(png, 9);
    png_set_IHDR(
        png, info, (png_uint_32)canvas->width, (png_uint_32)canvas->height, kind->bits, kind->colour,
        kind->interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (kind->colour == PNG_COLOR_TYPE_PALETTE) {
        png_color colours[16];
        png_byte opacities[16];
        for (int i = 0; i < 16; ++i) {
            colours[i] = (png_color){20, 40, 130};
            opacities[i] = (png_byte)(i * 17);
        }
        png_set_PLTE(png, info, colours, 16);
        png_set_tRNS(png, info, opacities, 16, NULL);
    } else if (kind->transparent) {
        png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};
        png_set_tRNS(png, info, NULL, 0, &white);
    }
    png_write_info(png, info);
    static uint8_t rows[highest][widest * 8];
    png_bytep pointers[highest];
    for (int y = 0; y < canvas->height; ++y) {
        row_of(canvas, kind, y, rows[y]);
        pointers[y] = rows[y];
    }
    png_write_image(png, pointers);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    fclose(file);
}

typedef struct {
    const char *name;
    J_COLOR_SPACE space;
    int components, progressive, arithmetic, orientation;
} JPEGKind;

static void write_jpeg(const char *folder, const Canvas *canvas, const JPEGKind *kind) {
    FILE *file = create(folder, kind->name);
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_stdio_dest(&jpeg, file);
    jpeg.image_width = (JDIMENSION)canvas->width;
    jpeg.image_height = (JDIMENSION)canvas->height;
    jpeg.input_components = kind->components;
    jpeg.in_color_space = kind->space;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, 85, TRUE);
    jpeg.arith_code = kind->arithmetic;
    if (kind->progressive) jpeg_simple_progression(&jpeg);
    jpeg_start_compress(&jpeg, TRUE);
    if (kind->orientation) {
        // One entry, and a place that must not find its way into a document.
        uint8_t exif[] = "Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0 GPS 6.2S 106.8E";
        exif[25] = (uint8_t)kind->orientation;
        jpeg_write_marker(&jpeg, JPEG_APP0 + 1, exif, sizeof exif);
    }
    for (int y = 0; y < canvas->height; ++y) {
        uint8_t row[widest * 4];
        for (int x = 0; x < canvas->width; ++x) {
            uint8_t rgb[3];
            flattened(canvas->rgba + 4 * (y * canvas->width + x), rgb);
            if (kind->components == 1) {
                row[x] = (uint8_t)grey(rgb);
            } else {
                memcpy(row + kind->components * x, rgb, 3);  // inverted CMY, as Adobe has it, is RGB
            }
            if (kind->components == 4) row[4 * x + 3] = 255;  // and no black
        }
        JSAMPROW pointer = row;
        jpeg_write_scanlines(&jpeg, &pointer, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    fclose(file);
}

int main(int count, char **words) {
    if (count != 2) return 2;
    static Canvas signature, f;
    scribble(&signature);
    letter(&f);
    const PNGKind pngs[] = {
        {"signature-rgba.png", PNG_COLOR_TYPE_RGB_ALPHA, 8, PNG_INTERLACE_NONE, 0},
        {"signature-rgba16-interlaced.png", PNG_COLOR_TYPE_RGB_ALPHA, 16, PNG_INTERLACE_ADAM7, 0},
        {"signature-grey-alpha.png", PNG_COLOR_TYPE_GRAY_ALPHA, 8, PNG_INTERLACE_NONE, 0},
        {"signature-palette4.png", PNG_COLOR_TYPE_PALETTE, 4, PNG_INTERLACE_NONE, 0},
        {"signature-rgb.png", PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_NONE, 0},
        {"signature-rgb-white-is-clear.png", PNG_COLOR_TYPE_RGB, 8, PNG_INTERLACE_NONE, 1},
        {"signature-grey16.png", PNG_COLOR_TYPE_GRAY, 16, PNG_INTERLACE_NONE, 0},
        {"signature-grey1.png", PNG_COLOR_TYPE_GRAY, 1, PNG_INTERLACE_NONE, 0},
    };
    for (size_t i = 0; i < sizeof pngs / sizeof *pngs; ++i) write_png(words[1], &signature, &pngs[i]);
    const JPEGKind jpegs[] = {
        {"signature-rgb.jpg", JCS_RGB, 3, 0, 0, 0},       {"signature-grey.jpg", JCS_GRAYSCALE, 1, 0, 0, 0},
        {"signature-progressive.jpg", JCS_RGB, 3, 1, 0, 0}, {"signature-cmyk.jpg", JCS_CMYK, 4, 0, 0, 0},
        {"signature-arithmetic.jpg", JCS_RGB, 3, 0, 1, 0},
    };
    for (size_t i = 0; i < sizeof jpegs / sizeof *jpegs; ++i) write_jpeg(words[1], &signature, &jpegs[i]);
    for (int orientation = 1; orientation <= 8; ++orientation) {
        char name[32];
        snprintf(name, sizeof name, "letter-%d.jpg", orientation);
        write_jpeg(words[1], &f, &(JPEGKind){name, JCS_RGB, 3, 0, 0, orientation});
    }
    return 0;
}
