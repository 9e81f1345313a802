#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A small PDF in the making: one form XObject, what it refers to, and a catalog that points to it.
typedef struct CPoDoFoScratch CPoDoFoScratch;

/// Why a call failed: PoDoFo's own code, or -1, and words for the log.
typedef struct {
    int code;
    char words[160];
} CPoDoFoStatus;

/// Bytes the caller keeps until the call returns.
typedef struct {
    const uint8_t *_Nullable start;
    size_t count;
} CPoDoFoBytes;

/// An embedded TrueType subset whose character codes are its glyph numbers. Lengths are thousandths of the font size.
typedef struct {
    const char *_Nonnull name;
    CPoDoFoBytes file;
    CPoDoFoBytes toUnicode;
    const int32_t *_Nonnull widths;
    size_t widthCount;
    int32_t ascent;
    int32_t descent;
    int32_t capHeight;
    int32_t stemWidth;
    int32_t box[4];
} CPoDoFoFont;

/// A picture of eight bits a component: raw samples, or a whole JPEG file that stays as it is.
typedef struct {
    CPoDoFoBytes samples;
    CPoDoFoBytes alpha;  ///< One byte a pixel, or nothing.
    uint32_t width;
    uint32_t height;
    uint32_t components;  ///< 1 grey, 3 RGB, 4 CMYK.
    bool isJPEG;
    bool isInverted;  ///< Nothing is 255 and everything 0, as Adobe writes CMYK.
} CPoDoFoImage;

CPoDoFoScratch *_Nullable CPoDoFo_create(CPoDoFoStatus *_Nonnull status);
void CPoDoFo_free(CPoDoFoScratch *_Nullable scratch);

/// The content calls the first font that was added `/F1`, the next `/F2`.
bool CPoDoFo_add_font(
    CPoDoFoScratch *_Nonnull scratch, const CPoDoFoFont *_Nonnull font, CPoDoFoStatus *_Nonnull status);

/// The content calls the first picture that was added `/I1`, the next `/I2`.
bool CPoDoFo_add_image(
    CPoDoFoScratch *_Nonnull scratch, const CPoDoFoImage *_Nonnull image, CPoDoFoStatus *_Nonnull status);

/// Writes the file, once. Its bytes live as long as the scratch.
CPoDoFoBytes CPoDoFo_write(
    CPoDoFoScratch *_Nonnull scratch, double width, double height, CPoDoFoBytes content,
    CPoDoFoStatus *_Nonnull status);

#ifdef __cplusplus
}
#endif
