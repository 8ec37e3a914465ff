// Writes the emulator's own kernel image, the list of kernels: write_image FILE
#include <cstdio>

#include "image.h"

int main(int count, char** arguments) {
    FILE* file = count == 2 ? fopen(arguments[1], "w") : nullptr;
    if (file == nullptr) {
        fprintf(stderr, "usage: write_image FILE (which must be writable)\n");
        return 2;
    }
    fprintf(file, "%s\n", jaynes::emulator::kEmulatedImageMagic);
#define JAYNES_KERNEL(name, arguments, synchronizes) fprintf(file, "%s\n", #name);
#include "statevector/kernels.list.h"
#undef JAYNES_KERNEL
    return fclose(file) == 0 ? 0 : 1;
}
