#include "image.h"

#include <algorithm>
#include <cctype>
#include <cstring>

#include "driver.h"

namespace jaynes::emulator {

namespace {

constexpr const char* kElfMagic = "\177ELF";
constexpr unsigned kElfMachineCuda = 190;
constexpr const char* kKernelSection = ".text.";

// Newest PTX of the drivers that the emulator can pose as: CUDA 12.n reads 8.n, 13.n reads 9.n, 11.n reads 7.n.
int newest_ptx(int driver_version) { return (driver_version / 1000 - 4) * 10 + driver_version % 1000 / 10; }

template <typename T>
T read_at(const unsigned char* image, uint64_t offset) {
    T value;
    memcpy(&value, image + offset, sizeof value);
    return value;
}

// The SM version out of the header's flags: its place moved with version 8 of the ABI (CUDA 13).
int sm_of(const unsigned char* image) {
    uint32_t flags = read_at<uint32_t>(image, 48);
    unsigned abi_version = image[8];
    return (int)(abi_version >= 8 ? flags >> 8 & 0xff : flags & 0xff);
}

void skip_blanks_and_comments(const std::string& text, size_t& at) {
    for (;;) {
        if (at < text.size() && isspace((unsigned char)text[at])) {
            at++;
        } else if (text.compare(at, 2, "//") == 0) {
            at = std::min(text.find('\n', at), text.size());
        } else if (text.compare(at, 2, "/*") == 0) {
            size_t end = text.find("*/", at + 2);
            at = end == std::string::npos ? text.size() : end + 2;
        } else {
            return;
        }
    }
}

std::string next_word(const std::string& text, size_t& at) {
    skip_blanks_and_comments(text, at);
    size_t start = at;
    while (at < text.size() && !isspace((unsigned char)text[at]) && strchr("(){},;", text[at]) == nullptr) {
        at++;
    }
    if (at == start && at < text.size()) {
        at++;
    }
    return text.substr(start, at - start);
}

// "8.4" as 84; 0 for anything else.
int parse_version(const std::string& text) {
    int major = 0;
    int minor = 0;
    char rest = 0;
    return sscanf(text.c_str(), "%2d.%1d%c", &major, &minor, &rest) == 2 ? 10 * major + minor : 0;
}

int parse_target(std::string text) {
    text = text.substr(0, text.find_first_not_of("sm_0123456789"));  // sm_90a
    return text.compare(0, 3, "sm_") == 0 ? atoi(text.c_str() + 3) : 0;
}

}  // namespace

Image Image::read(const void* image, const Target& target) {
    const char* text = static_cast<const char*>(image);
    if (strncmp(text, kElfMagic, 4) == 0) {
        return read_cubin(static_cast<const unsigned char*>(image), target);
    }
    if (strncmp(text, kEmulatedImageMagic, strlen(kEmulatedImageMagic)) == 0) {
        return read_list(text);
    }
    // Only text is read to its end; what begins otherwise may have none.
    if (isspace((unsigned char)text[0]) || text[0] == '/' || text[0] == '.') {
        return read_ptx(text, target);
    }
    throw CallFailure{CUDA_ERROR_INVALID_IMAGE};
}

// A cubin is a 64-bit ELF file with a section ".text.NAME" for each kernel.
Image Image::read_cubin(const unsigned char* image, const Target& target) {
    require(image[4] == 2 && read_at<uint16_t>(image, 18) == kElfMachineCuda, CUDA_ERROR_INVALID_IMAGE);
    int sm = sm_of(image);
    require(sm / 10 == target.compute_capability_major && sm % 10 <= target.compute_capability_minor,
            CUDA_ERROR_NO_BINARY_FOR_GPU);
    uint64_t sections = read_at<uint64_t>(image, 40);
    unsigned section_bytes = read_at<uint16_t>(image, 58);
    unsigned section_count = read_at<uint16_t>(image, 60);
    unsigned names_section = read_at<uint16_t>(image, 62);
    require(sections != 0 && section_bytes == 64 && names_section < section_count, CUDA_ERROR_INVALID_IMAGE);
    uint64_t names = read_at<uint64_t>(image, sections + (uint64_t)names_section * section_bytes + 24);
    std::vector<std::string> kernels;
    for (unsigned i = 0; i < section_count; i++) {
        uint32_t name_offset = read_at<uint32_t>(image, sections + (uint64_t)i * section_bytes);
        const char* name = reinterpret_cast<const char*>(image + names + name_offset);
        if (strncmp(name, kKernelSection, strlen(kKernelSection)) == 0) {
            kernels.push_back(name + strlen(kKernelSection));
        }
    }
    return Image(std::move(kernels), sm);
}

// PTX begins with .version and .target; ".entry NAME" begins a kernel.
Image Image::read_ptx(const std::string& text, const Target& target) {
    size_t at = 0;
    require(next_word(text, at) == ".version", CUDA_ERROR_INVALID_IMAGE);
    int version = parse_version(next_word(text, at));
    require(version != 0 && next_word(text, at) == ".target", CUDA_ERROR_INVALID_PTX);
    int sm = parse_target(next_word(text, at));
    require(sm != 0, CUDA_ERROR_INVALID_PTX);
    require(version <= newest_ptx(target.driver_version), CUDA_ERROR_UNSUPPORTED_PTX_VERSION);
    require(sm <= 10 * target.compute_capability_major + target.compute_capability_minor, CUDA_ERROR_NO_BINARY_FOR_GPU);
    std::vector<std::string> kernels;
    while (at < text.size()) {
        if (next_word(text, at) == ".entry") {
            kernels.push_back(next_word(text, at));
        }
    }
    return Image(std::move(kernels), sm);
}

Image Image::read_list(const std::string& text) {
    std::vector<std::string> kernels;
    size_t start = text.find('\n');
    while (start != std::string::npos) {
        size_t end = text.find('\n', start + 1);
        std::string line = text.substr(start + 1, end == std::string::npos ? end : end - start - 1);
        if (!line.empty()) {
            kernels.push_back(line);
        }
        start = end;
    }
    require(!kernels.empty(), CUDA_ERROR_INVALID_IMAGE);
    return Image(std::move(kernels), 0);
}

bool Image::has_kernel(const std::string& name) const {
    return std::find(kernels_.begin(), kernels_.end(), name) != kernels_.end();
}

}  // namespace jaynes::emulator
