#include "CPictures.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>

#include <jerror.h>

/// libjpeg ends a failed call by a jump; it lands here, in the only frame it may leave.
typedef struct {
    struct jpeg_error_mgr library;
    jmp_buf landing;
    CPicturesWords *words;
} Complaints;

static void note(j_common_ptr decoder) {
    char text[JMSG_LENGTH_MAX];
    decoder->err->format_message(decoder, text);
    CPicturesWords *words = ((Complaints *)decoder->err)->words;
    snprintf(words->text, sizeof words->text, "%s", text);
}

static void give_up(j_common_ptr decoder) {
    note(decoder);
    longjmp(((Complaints *)decoder->err)->landing, 1);
}

/// Warnings have a negative level; the first one is enough, a decoder that goes on would only invent pixels.
static void hear(j_common_ptr decoder, int level) {
    if (level < 0) give_up(decoder);
}

static void say_nothing(j_common_ptr decoder) { (void)decoder; }

CPicturesOutcome CPictures_check_jpeg(const uint8_t *start, size_t count, CPicturesWords *words) {
    *words = (CPicturesWords){0};
    struct jpeg_decompress_struct decoder;
    Complaints complaints = {.words = words};
    decoder.err = jpeg_std_error(&complaints.library);
    complaints.library.error_exit = give_up;
    complaints.library.emit_message = hear;
    complaints.library.output_message = say_nothing;
    if (setjmp(complaints.landing)) {
        const int lacked_memory = complaints.library.msg_code == JERR_OUT_OF_MEMORY;
        jpeg_destroy_decompress(&decoder);
        return lacked_memory ? CPictures_no_memory : CPictures_broken;
    }
    jpeg_create_decompress(&decoder);
    jpeg_mem_src(&decoder, start, count);
    jpeg_read_header(&decoder, TRUE);
    decoder.out_color_space = decoder.jpeg_color_space;  // no conversion: nobody looks at these pixels
    decoder.scale_num = 1;
    decoder.scale_denom = 8;
    jpeg_start_decompress(&decoder);
    // From libjpeg's own pool, so that whatever ends the decoder frees the row too.
    JSAMPARRAY row = decoder.mem->alloc_sarray(
        (j_common_ptr)&decoder, JPOOL_IMAGE, decoder.output_width * (JDIMENSION)decoder.output_components, 1);
    while (decoder.output_scanline < decoder.output_height) jpeg_read_scanlines(&decoder, row, 1);
    jpeg_finish_decompress(&decoder);
    jpeg_destroy_decompress(&decoder);
    return CPictures_good;
}
