// Writes the emulator's own image of a module, the list of its kernels: write_image_MODULE FILE. The build defines
// JAYNES_KERNEL_LIST, the module's list.
#include <cstdio>

#include "image.h"

int main(int count, char** arguments) {
    FILE* file = count == 2 ? fopen(arguments[1], "w") : nullptr;
    if (file == nullptr) {
        fprintf(stderr, "usage: write_image_MODULE FILE (which must be writable)\n");
        return 2;
    }
    fprintf(file, "%s\n", jaynes::emulator::kEmulatedImageMagic);
#define JAYNES_KERNEL(name, arguments, synchronizes) fprintf(file, "%s\n", #name);
#include JAYNES_KERNEL_LIST
#undef JAYNES_KERNEL
    return fclose(file) == 0 ? 0 : 1;
}
