// Kernel images as cuModuleLoadData takes them.
#pragma once

#include <string>
#include <vector>

#include "cuda_driver_api.h"

namespace jaynes::emulator {

// What can be read out of an image: which kernels it has. The code itself is that of this library.
class Image {
 public:
    struct Target {
        int compute_capability_major;
        int compute_capability_minor;
        int driver_version;
    };

    // Reads the image at the address: a cubin (ELF), PTX text, or the list that the emulator's build writes. Throws
    // CallFailure with the code of a driver that cannot load it on this device.
    static Image read(const void* image, const Target& target);

    bool has_kernel(const std::string& name) const;

    int binary_version() const { return binary_version_; }

 private:
    Image(std::vector<std::string> kernels, int binary_version)
        : kernels_(std::move(kernels)), binary_version_(binary_version) {}
    static Image read_cubin(const unsigned char* image, const Target& target);
    static Image read_ptx(const std::string& text, const Target& target);
    static Image read_list(const std::string& text);

    std::vector<std::string> kernels_;
    int binary_version_;  // 10 * major + minor of what the code was made for
};

// First line of the emulator's own image; a line for each kernel follows.
constexpr const char* kEmulatedImageMagic = "JAYNES-EMULATED-KERNELS 1";

}  // namespace jaynes::emulator
