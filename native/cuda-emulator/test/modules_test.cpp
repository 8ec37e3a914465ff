// Images: what is loaded, what is refused and how; functions and their attributes.
#include <cstring>
#include <vector>

#include "check.h"

namespace {

CUresult load(const std::string& image) {
    CUmodule module = nullptr;
    return cuModuleLoadData(&module, image.c_str());
}

std::string ptx(const char* version, const char* target) {
    return std::string("//\n// Made by hand\n/* twice */\n.version ") + version + "\n.target " + target +
           "\n.address_size 64\n\n.visible .entry increment(\n\t.param .u64 a\n)\n{\n ret;\n}\n"
           ".entry fill ( )\n{ ret; }\n// .entry gate()\n";
}

// The least of an ELF file that a cubin is: header, names, sections.
std::vector<unsigned char> cubin(unsigned flags, unsigned char abi_version, const std::vector<std::string>& kernels) {
    std::string names(1, '\0');
    std::vector<unsigned> offsets{0};
    for (const std::string& kernel : kernels) {
        offsets.push_back((unsigned)names.size());
        names += ".text." + kernel + '\0';
    }
    size_t sections_at = 64 + (names.size() + 7) / 8 * 8;
    std::vector<unsigned char> image(sections_at + 64 * (offsets.size() + 1));
    auto put = [&](size_t at, uint64_t value, int bytes) { memcpy(&image[at], &value, (size_t)bytes); };
    memcpy(image.data(), "\177ELF\2\1\1\51", 8);
    image[8] = abi_version;
    put(18, 190, 2);
    put(40, sections_at, 8);
    put(48, flags, 4);
    put(58, 64, 2);
    put(60, offsets.size() + 1, 2);
    put(62, offsets.size(), 2);
    memcpy(&image[64], names.data(), names.size());
    for (size_t i = 0; i < offsets.size(); i++) {
        put(sections_at + 64 * i, offsets[i], 4);
    }
    put(sections_at + 64 * offsets.size() + 24, 64, 8);
    return image;
}

void text_that_is_no_image() {
    start();
    CHECK_RESULT(CUDA_ERROR_INVALID_IMAGE, load(""));
    CHECK_RESULT(CUDA_ERROR_INVALID_IMAGE, load("nonsense"));
    CHECK_RESULT(CUDA_ERROR_INVALID_IMAGE, load("\n\n// nothing but a comment"));
    CHECK_RESULT(CUDA_ERROR_INVALID_IMAGE, load("JAYNES-EMULATED-KERNELS 1\n"));
    CHECK_RESULT(CUDA_ERROR_INVALID_IMAGE, load("\177ELF\2\1\1"));
    CUmodule module = nullptr;
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuModuleLoadData(&module, nullptr));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuModuleUnload(module));
}

void ptx_is_read() {
    start();
    CUmodule module = nullptr;
    CUfunction function = nullptr;
    CHECK_OK(cuModuleLoadDataEx(&module, ptx("9.0", "sm_75").c_str(), 0, nullptr, nullptr));
    CHECK_OK(cuModuleGetFunction(&function, module, "increment"));
    CHECK_OK(cuModuleGetFunction(&function, module, "fill"));
    CHECK_RESULT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&function, module, "gate"));
    CHECK_RESULT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&function, module, "coordinates"));
    CHECK_RESULT(CUDA_ERROR_UNSUPPORTED_PTX_VERSION, load(ptx("9.1", "sm_75")));
    CHECK_RESULT(CUDA_ERROR_NO_BINARY_FOR_GPU, load(ptx("8.0", "sm_100")));
    CHECK_RESULT(CUDA_ERROR_INVALID_PTX, load(ptx("eight", "sm_75")));
    CHECK_RESULT(CUDA_ERROR_INVALID_PTX, load(ptx("8.0", "x86")));
    start("JAYNES_EMULATOR_DRIVER_VERSION", "12040");
    CHECK_OK(load(ptx("8.4", "sm_75")));
    CHECK_RESULT(CUDA_ERROR_UNSUPPORTED_PTX_VERSION, load(ptx("8.5", "sm_75")));
}

void cubins_are_read() {
    start();
    std::vector<unsigned char> old_abi = cubin(0x5a055a, 7, {"increment", "fill"});
    std::vector<unsigned char> new_abi = cubin(0x6005a04, 8, {"increment"});
    for (const auto& image : {old_abi, new_abi}) {
        CUmodule module = nullptr;
        CUfunction function = nullptr;
        int version = 0;
        CHECK_OK(cuModuleLoadData(&module, image.data()));
        CHECK_OK(cuModuleGetFunction(&function, module, "increment"));
        CHECK_OK(cuFuncGetAttribute(&version, CU_FUNC_ATTRIBUTE_BINARY_VERSION, function));
        CHECK(version == 90);
        CHECK_RESULT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&function, module, "gate"));
    }
    CUmodule module = nullptr;
    CHECK_RESULT(CUDA_ERROR_NO_BINARY_FOR_GPU, cuModuleLoadData(&module, cubin(0x6005004, 8, {"fill"}).data()));
    start("JAYNES_EMULATOR_COMPUTE_CAPABILITY", "8.9");
    CHECK_OK(cuModuleLoadData(&module, cubin(0x6005004, 8, {"fill"}).data()));
    CHECK_OK(cuModuleLoadData(&module, cubin(0x6005604, 8, {"fill"}).data()));
    CHECK_RESULT(CUDA_ERROR_NO_BINARY_FOR_GPU, cuModuleLoadData(&module, new_abi.data()));
}

void functions_live_as_long_as_their_module() {
    start();
    CUmodule module = nullptr;
    CUfunction function = nullptr;
    CUfunction again = nullptr;
    CHECK_OK(cuModuleLoadData(&module, test_image().c_str()));
    CHECK_RESULT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&function, module, "listed_but_not_compiled"));
    CHECK_RESULT(CUDA_ERROR_NOT_FOUND, cuModuleGetFunction(&function, module, "unknown"));
    CHECK_OK(cuModuleGetFunction(&function, module, "increment"));
    CHECK_OK(cuModuleGetFunction(&again, module, "increment"));
    CHECK(function == again);
    CHECK_OK(cuModuleUnload(module));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuModuleUnload(module));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, cuModuleGetFunction(&again, module, "increment"));
    CHECK_RESULT(CUDA_ERROR_INVALID_HANDLE, launch(function, 1, 1, 0, nullptr, (CUdeviceptr)0));
}

void functions_have_attributes() {
    start();
    CUfunction function = test_kernel("block_sum");
    int value = 0;
    CHECK_OK(cuFuncGetAttribute(&value, CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK, function));
    CHECK(value == 1024);
    CHECK_OK(cuFuncGetAttribute(&value, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, function));
    CHECK(value == 48 * 1024);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuFuncGetAttribute(&value, (CUfunction_attribute)99, function));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuFuncSetAttribute(function, CU_FUNC_ATTRIBUTE_NUM_REGS, 1));
    auto occupancy = [&](int block, size_t shared) {
        CHECK_OK(cuOccupancyMaxActiveBlocksPerMultiprocessor(&value, function, block, shared));
        return value;
    };
    CHECK(occupancy(1024, 0) == 2 && occupancy(256, 0) == 8 && occupancy(32, 0) == 32 && occupancy(33, 0) == 32);
    CHECK(occupancy(128, 48 * 1024) == 4 && occupancy(128, 100 * 1024) == 0 && occupancy(2000, 0) == 0);
    CHECK_OK(cuFuncSetAttribute(function, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, 227 * 1024));
    CHECK(occupancy(128, 100 * 1024) == 2 && occupancy(128, 227 * 1024) == 1);
}

}  // namespace

int main() {
    text_that_is_no_image();
    ptx_is_read();
    cubins_are_read();
    functions_live_as_long_as_their_module();
    functions_have_attributes();
}
