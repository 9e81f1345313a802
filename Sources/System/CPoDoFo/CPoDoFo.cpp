#include "CPoDoFo.h"
#include "Packer.hpp"

#include <podofo/podofo.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

using PoDoFo::PdfArray;
using PoDoFo::PdfName;
using PoDoFo::PdfObject;
using PoDoFo::PdfVariant;

struct CPoDoFoScratch {
    PoDoFo::PdfRefCountedBuffer buffer;
    PoDoFo::PdfVecObjects objects;
    PoDoFo::PdfDictionary fonts;
    PoDoFo::PdfDictionary images;
};

namespace {

constexpr int unexpected = -1;

/// zlib's level for what is written in words and numbers: nearly as small as the usual one in half the time.
constexpr int textLevel = 4;

void fill(CPoDoFoStatus *status, int code, const char *words) noexcept {
    status->code = code;
    std::snprintf(status->words, sizeof status->words, "%s", words ? words : "");
}

/// Runs a body behind which no exception passes: Swift's frames could not be unwound.
template <typename Body> auto guarded(CPoDoFoStatus *status, Body body) noexcept -> decltype(body()) {
    *status = CPoDoFoStatus{};
    try {
        return body();
    } catch (const PoDoFo::PdfError &error) {
        fill(status, error.GetError(), PoDoFo::PdfError::ErrorName(error.GetError()));
    } catch (const std::exception &error) {
        fill(status, unexpected, error.what());
    } catch (...) {
        fill(status, unexpected, "unknown");
    }
    return {};
}

PdfVariant number(int64_t value) { return PdfVariant(static_cast<PoDoFo::pdf_int64>(value)); }

void append(PdfObject *object, const char *start, size_t count) {
    PoDoFo::PdfStream *stream = object->GetStream();
    stream->BeginAppend(PoDoFo::TVecFilters());
    stream->Append(start, count);
    stream->EndAppend();
}

/// Gives an object its stream, compressed where that pays for the filter's own name.
void setStream(PdfObject *object, CPoDoFoBytes bytes, int level) {
    constexpr size_t small = 160;
    constexpr size_t filterName = 20;
    if (bytes.count > small) {
        Packer packer(bytes.count, level);
        packer.add(bytes.start, bytes.count);
        const std::vector<char> &packed = packer.finish();
        if (packed.size() + filterName < bytes.count) {
            append(object, packed.data(), packed.size());
            object->GetDictionary().AddKey(PdfName::KeyFilter, PdfName("FlateDecode"));
            return;
        }
    }
    append(object, reinterpret_cast<const char *>(bytes.start), bytes.count);
}

/// Gives a picture its samples as differences from the row above (the PNG predictor "up"), which are mostly zero, so
/// that the fastest compression does what the best one does without.
void setSamples(PdfObject *object, CPoDoFoBytes samples, uint32_t width, uint32_t height, uint32_t components) {
    constexpr uint8_t up = 2;
    const size_t row = size_t{width} * components;
    if (samples.count != row * height) throw std::length_error("samples do not fill the picture");
    Packer packer(samples.count, Z_BEST_SPEED);
    const std::vector<uint8_t> nothing(row);
    const uint8_t *above = nothing.data();
    std::vector<uint8_t> differences(1 + row, up);
    for (size_t y = 0; y < height; ++y) {
        const uint8_t *here = samples.start + y * row;
        std::transform(here, here + row, above, differences.begin() + 1, [](uint8_t below, uint8_t over) {
            return static_cast<uint8_t>(below - over);
        });
        packer.add(differences.data(), differences.size());
        above = here;
    }
    const std::vector<char> &packed = packer.finish();
    append(object, packed.data(), packed.size());
    PoDoFo::PdfDictionary parameters;
    parameters.AddKey("Predictor", number(15));
    parameters.AddKey("Colors", number(components));
    parameters.AddKey("Columns", number(width));
    object->GetDictionary().AddKey(PdfName::KeyFilter, PdfName("FlateDecode"));
    object->GetDictionary().AddKey("DecodeParms", parameters);
}

void addNamed(PoDoFo::PdfDictionary &resources, char letter, const PdfObject *object) {
    const std::string name = letter + std::to_string(resources.GetKeys().size() + 1);
    resources.AddKey(PdfName(name), object->Reference());
}

PdfObject *fontDescriptor(CPoDoFoScratch &scratch, const CPoDoFoFont &font) {
    PdfObject *file = scratch.objects.CreateObject();
    setStream(file, font.file, Z_BEST_SPEED);  // outlines are 2 per cent smaller at best
    file->GetDictionary().AddKey("Length1", number(static_cast<int64_t>(font.file.count)));

    PdfArray box;
    for (const int32_t edge : font.box) box.push_back(number(edge));
    PdfObject *descriptor = scratch.objects.CreateObject("FontDescriptor");
    PoDoFo::PdfDictionary &entries = descriptor->GetDictionary();
    entries.AddKey("FontName", PdfName(font.name));
    entries.AddKey("Flags", number(4));  // symbolic: its codes are glyphs of no standard character set
    entries.AddKey("FontBBox", box);
    entries.AddKey("ItalicAngle", number(0));
    entries.AddKey("Ascent", number(font.ascent));
    entries.AddKey("Descent", number(font.descent));
    entries.AddKey("CapHeight", number(font.capHeight));
    entries.AddKey("StemV", number(font.stemWidth));
    entries.AddKey("FontFile2", file->Reference());
    return descriptor;
}

PdfObject *descendantFont(CPoDoFoScratch &scratch, const CPoDoFoFont &font) {
    PoDoFo::PdfDictionary system;
    system.AddKey("Registry", PoDoFo::PdfString("Adobe"));
    system.AddKey("Ordering", PoDoFo::PdfString("Identity"));
    system.AddKey("Supplement", number(0));
    PdfArray widths;
    for (size_t glyph = 0; glyph < font.widthCount; ++glyph) widths.push_back(number(font.widths[glyph]));
    PdfArray runs;
    runs.push_back(number(0));
    runs.push_back(widths);
    const PdfObject *descriptor = fontDescriptor(scratch, font);
    PdfObject *descendant = scratch.objects.CreateObject("Font");
    PoDoFo::PdfDictionary &entries = descendant->GetDictionary();
    entries.AddKey(PdfName::KeySubtype, PdfName("CIDFontType2"));
    entries.AddKey("BaseFont", PdfName(font.name));
    entries.AddKey("CIDSystemInfo", system);
    entries.AddKey("CIDToGIDMap", PdfName("Identity"));
    entries.AddKey("FontDescriptor", descriptor->Reference());
    entries.AddKey("W", runs);
    return descendant;
}

PdfObject *imageObject(CPoDoFoScratch &scratch, const CPoDoFoImage &image, uint32_t components) {
    PdfObject *object = scratch.objects.CreateObject("XObject");
    PoDoFo::PdfDictionary &entries = object->GetDictionary();
    entries.AddKey(PdfName::KeySubtype, PdfName("Image"));
    entries.AddKey("Width", number(image.width));
    entries.AddKey("Height", number(image.height));
    entries.AddKey("BitsPerComponent", number(8));
    const char *space = components == 1 ? "DeviceGray" : components == 3 ? "DeviceRGB" : "DeviceCMYK";
    entries.AddKey("ColorSpace", PdfName(space));
    return object;
}

/// PoDoFo makes a file identifier out of the information dictionary, and out of the clock when there is none.
PdfObject trailer(CPoDoFoScratch &scratch, const PdfObject *catalog) {
    PdfObject *information = scratch.objects.CreateObject();
    information->GetDictionary().AddKey("Producer", PoDoFo::PdfString("Teken"));
    PdfObject trailer;
    trailer.GetDictionary().AddKey("Root", catalog->Reference());
    trailer.GetDictionary().AddKey("Info", information->Reference());
    return trailer;
}

PdfObject *form(CPoDoFoScratch &scratch, double width, double height, CPoDoFoBytes content) {
    PdfArray box;
    for (const double edge : {0.0, 0.0, width, height}) box.push_back(PdfVariant(edge));
    PoDoFo::PdfDictionary resources;
    if (!scratch.fonts.GetKeys().empty()) resources.AddKey("Font", scratch.fonts);
    if (!scratch.images.GetKeys().empty()) resources.AddKey("XObject", scratch.images);
    PdfObject *form = scratch.objects.CreateObject("XObject");
    PoDoFo::PdfDictionary &entries = form->GetDictionary();
    entries.AddKey(PdfName::KeySubtype, PdfName("Form"));
    entries.AddKey("BBox", box);
    entries.AddKey("Resources", resources);
    setStream(form, content, textLevel);
    return form;
}

}  // namespace

CPoDoFoScratch *CPoDoFo_create(CPoDoFoStatus *status) {
    return guarded(status, [] {
        PoDoFo::PdfError::EnableDebug(false);  // or it tells each error to standard error as well
        PoDoFo::PdfError::EnableLogging(false);
        auto *scratch = new CPoDoFoScratch();
        scratch->objects.SetAutoDelete(true);
        return scratch;
    });
}

void CPoDoFo_free(CPoDoFoScratch *scratch) {
    CPoDoFoStatus status;
    guarded(&status, [scratch] {
        delete scratch;
        return true;
    });
}

bool CPoDoFo_add_font(CPoDoFoScratch *scratch, const CPoDoFoFont *font, CPoDoFoStatus *status) {
    return guarded(status, [&] {
        PdfArray descendants;
        descendants.push_back(descendantFont(*scratch, *font)->Reference());
        PdfObject *toUnicode = scratch->objects.CreateObject();
        setStream(toUnicode, font->toUnicode, textLevel);
        PdfObject *object = scratch->objects.CreateObject("Font");
        PoDoFo::PdfDictionary &entries = object->GetDictionary();
        entries.AddKey(PdfName::KeySubtype, PdfName("Type0"));
        entries.AddKey("BaseFont", PdfName(font->name));
        entries.AddKey("Encoding", PdfName("Identity-H"));
        entries.AddKey("DescendantFonts", descendants);
        entries.AddKey("ToUnicode", toUnicode->Reference());
        addNamed(scratch->fonts, 'F', object);
        return true;
    });
}

bool CPoDoFo_add_image(CPoDoFoScratch *scratch, const CPoDoFoImage *image, CPoDoFoStatus *status) {
    return guarded(status, [&] {
        PdfObject *object = imageObject(*scratch, *image, image->components);
        if (image->isJPEG) {
            append(object, reinterpret_cast<const char *>(image->samples.start), image->samples.count);
            object->GetDictionary().AddKey(PdfName::KeyFilter, PdfName("DCTDecode"));
        } else {
            setSamples(object, image->samples, image->width, image->height, image->components);
        }
        if (image->isInverted) {
            PdfArray inverted;
            for (uint32_t end = 0; end < 2 * image->components; ++end) inverted.push_back(number(end % 2 == 0));
            object->GetDictionary().AddKey("Decode", inverted);
        }
        if (image->alpha.count > 0) {
            PdfObject *mask = imageObject(*scratch, *image, 1);
            setSamples(mask, image->alpha, image->width, image->height, 1);
            object->GetDictionary().AddKey("SMask", mask->Reference());
        }
        addNamed(scratch->images, 'I', object);
        return true;
    });
}

CPoDoFoBytes CPoDoFo_write(
    CPoDoFoScratch *scratch, double width, double height, CPoDoFoBytes content, CPoDoFoStatus *status) {
    return guarded(status, [&] {
        const PdfObject *appearance = form(*scratch, width, height, content);
        PdfObject *pages = scratch->objects.CreateObject("Pages");  // none, but readers want to see that
        pages->GetDictionary().AddKey("Kids", PdfArray());
        pages->GetDictionary().AddKey("Count", number(0));
        PdfObject *catalog = scratch->objects.CreateObject("Catalog");
        catalog->GetDictionary().AddKey("Pages", pages->Reference());
        catalog->GetDictionary().AddKey("TekenAppearance", appearance->Reference());
        const PdfObject ending = trailer(*scratch, catalog);
        PoDoFo::PdfWriter writer(&scratch->objects, &ending);
        writer.SetPdfVersion(PoDoFo::ePdfVersion_1_7);
        PoDoFo::PdfOutputDevice device(&scratch->buffer);
        writer.Write(&device);
        return CPoDoFoBytes{
            reinterpret_cast<const uint8_t *>(scratch->buffer.GetBuffer()), static_cast<size_t>(device.GetLength())};
    });
}
