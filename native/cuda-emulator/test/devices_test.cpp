// cuInit, versions, errors, devices and their attributes, settings.
#include <cstring>

#include "check.h"

static void before_init_only_some_calls_work() {
    jaynes_emulator_reset();
    int value = 0;
    CHECK_RESULT(CUDA_ERROR_NOT_INITIALIZED, cuDeviceGetCount(&value));
    CHECK_RESULT(CUDA_ERROR_NOT_INITIALIZED, cuCtxSynchronize());
    CHECK_OK(cuDriverGetVersion(&value));
    CHECK(value == 13000);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuInit(1));
    CHECK_OK(cuInit(0));
    CHECK_OK(cuInit(0));
    CHECK_OK(cuDeviceGetCount(&value));
    CHECK(value == 1);
}

static void errors_have_names_and_texts() {
    const char* text = nullptr;
    CHECK_OK(cuGetErrorName(CUDA_ERROR_OUT_OF_MEMORY, &text));
    CHECK(strcmp(text, "CUDA_ERROR_OUT_OF_MEMORY") == 0);
    CHECK_OK(cuGetErrorString(CUDA_ERROR_OUT_OF_MEMORY, &text));
    CHECK(strcmp(text, "out of memory") == 0);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuGetErrorName((CUresult)12345, &text));
    CHECK(text == nullptr);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuGetErrorString((CUresult)12345, &text));
}

static int attribute(int number, CUdevice device = 0) {
    int value = -1;
    CHECK_OK(cuDeviceGetAttribute(&value, (CUdevice_attribute)number, device));
    return value;
}

static void a_device_describes_an_h200() {
    jaynes_emulator_reset();
    CHECK_OK(cuInit(0));
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT) == 132);
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) == 9);
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR) == 0);
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK) == 49152);
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN) == 232448);
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_WARP_SIZE) == 32);
    for (int number = 1; number < CU_DEVICE_ATTRIBUTE_MAX; number++) {
        CHECK(attribute(number) >= 0);
    }
    int value = 0;
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetAttribute(&value, (CUdevice_attribute)0, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuDeviceGetAttribute(&value, (CUdevice_attribute)100000, 0));
    CHECK_RESULT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGetAttribute(&value, CU_DEVICE_ATTRIBUTE_WARP_SIZE, 1));
    char name[100];
    CHECK_OK(cuDeviceGetName(name, sizeof name, 0));
    CHECK(strstr(name, "Emulated") != nullptr);
    CHECK_OK(cuDeviceGetName(name, 5, 0));
    CHECK(strcmp(name, "Emul") == 0);
    int major = 0;
    int minor = 9;
    CHECK_OK(cuDeviceComputeCapability(&major, &minor, 0));
    CHECK(major == 9 && minor == 0);
    CHECK_OK(cuDeviceGetPCIBusId(name, sizeof name, 0));
    CHECK(strcmp(name, "0000:01:00.0") == 0);
}

static void several_devices_of_several_sizes() {
    jaynes_emulator_reset();
    configure("JAYNES_EMULATOR_DEVICES", "3");
    configure("JAYNES_EMULATOR_MEMORY", "1G,64M");
    configure("JAYNES_EMULATOR_COMPUTE_CAPABILITY", "7.5");
    configure("JAYNES_EMULATOR_DRIVER_VERSION", "12040");
    CHECK_OK(cuInit(0));
    size_t expected[] = {1u << 30, 64u << 20, 64u << 20};
    CUuuid uuids[3];
    for (int i = 0; i < 3; i++) {
        CUdevice device = -1;
        size_t bytes = 0;
        CHECK_OK(cuDeviceGet(&device, i));
        CHECK(device == i);
        CHECK_OK(cuDeviceTotalMem_v2(&bytes, device));
        CHECK(bytes == expected[i]);
        CHECK_OK(cuDeviceGetUuid_v2(&uuids[i], device));
    }
    CHECK(memcmp(&uuids[0], &uuids[1], sizeof uuids[0]) != 0);
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, 2) == 7);
    CHECK(attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, 2) == 5);
    CUdevice device = 0;
    CHECK_RESULT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGet(&device, 3));
    CHECK_RESULT(CUDA_ERROR_INVALID_DEVICE, cuDeviceGet(&device, -1));
    int value = 0;
    CHECK_OK(cuDriverGetVersion(&value));
    CHECK(value == 12040);
    CHECK_OK(cuDeviceCanAccessPeer(&value, 0, 1));
    CHECK(value == 1);
    CHECK_OK(cuDeviceCanAccessPeer(&value, 1, 1));
    CHECK(value == 0);
}

static void shared_memory_follows_the_compute_capability() {
    struct Case {
        const char* capability;
        int block;
        int multiprocessor;
    };
    for (const Case& c : {Case{"7.5", 65536, 65536}, Case{"8.0", 166912, 167936}, Case{"8.6", 101376, 102400},
                          Case{"9.0", 232448, 233472}, Case{"10.0", 232448, 233472}, Case{"12.0", 101376, 102400}}) {
        jaynes_emulator_reset();
        configure("JAYNES_EMULATOR_COMPUTE_CAPABILITY", c.capability);
        CHECK_OK(cuInit(0));
        CHECK(attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN) == c.block);
        CHECK(attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR) == c.multiprocessor);
    }
}

static void no_device() {
    jaynes_emulator_reset();
    configure("JAYNES_EMULATOR_DEVICES", "0");
    CHECK_RESULT(CUDA_ERROR_NO_DEVICE, cuInit(0));
    int value = 0;
    CHECK_RESULT(CUDA_ERROR_NOT_INITIALIZED, cuDeviceGetCount(&value));
}

static void the_environment_is_read_at_init_and_a_setting_goes_first() {
    jaynes_emulator_reset();
    setenv("JAYNES_EMULATOR_DEVICES", "2", 1);
    int value = 0;
    CHECK_OK(cuInit(0));
    CHECK_OK(cuDeviceGetCount(&value));
    CHECK(value == 2);
    configure("JAYNES_EMULATOR_DEVICES", "4");
    CHECK_OK((CUresult)jaynes_emulator_restart());
    CHECK_OK(cuDeviceGetCount(&value));
    CHECK(value == 4);
    configure("JAYNES_EMULATOR_DEVICES", nullptr);
    CHECK_OK((CUresult)jaynes_emulator_restart());
    CHECK_OK(cuDeviceGetCount(&value));
    CHECK(value == 2);
    jaynes_emulator_reset();
    setenv("JAYNES_EMULATOR_DEVICES", "many", 1);
    CHECK_RESULT(CUDA_ERROR_INVALID_VALUE, cuInit(0));
    CHECK(strstr(jaynes_emulator_message(), "JAYNES_EMULATOR_DEVICES=many") != nullptr);
    unsetenv("JAYNES_EMULATOR_DEVICES");
    CHECK_OK(cuInit(0));
}

static void bad_settings_are_refused_by_name() {
    const char* bad[][2] = {
        {"JAYNES_EMULATOR_DEVICE", "1"},
        {"JAYNES_EMULATOR_DEVICES", "-1"},
        {"JAYNES_EMULATOR_DEVICES", "65"},
        {"JAYNES_EMULATOR_MEMORY", "0"},
        {"JAYNES_EMULATOR_MEMORY", "1T"},
        {"JAYNES_EMULATOR_MEMORY", "1G,"},
        {"JAYNES_EMULATOR_MEMORY", "999999999999999999G"},
        {"JAYNES_EMULATOR_COMPUTE_CAPABILITY", "9"},
        {"JAYNES_EMULATOR_COMPUTE_CAPABILITY", "9.x"},
        {"JAYNES_EMULATOR_DRIVER_VERSION", "13.0"},
        {"JAYNES_EMULATOR_THREADS", "0"},
        {"JAYNES_EMULATOR_FAIL", "cuMemAlloc_v2"},
        {"JAYNES_EMULATOR_FAIL", "cuMemAlloc_v2:"},
        {"JAYNES_EMULATOR_FAIL", "cuMemAlloc_v2:0"},
        {"JAYNES_EMULATOR_FAIL", "cuMemAlloc_v2:2@0"},
        {"JAYNES_EMULATOR_FAIL", "cuMemAlloc_v2:2@+"},
        {"JAYNES_EMULATOR_FAIL", ":2"},
    };
    for (const auto& setting : bad) {
        CHECK(jaynes_emulator_configure(setting[0], setting[1]) == -1);
        CHECK(strstr(jaynes_emulator_message(), setting[0]) != nullptr);
    }
}

static void entry_points_are_found_by_their_plain_name() {
    CUresult (*get_count)(int*) = nullptr;
    CUdriverProcAddressQueryResult status;
    CHECK_OK(cuGetProcAddress_v2("cuDeviceGetCount", (void**)&get_count, 13000, 0, &status));
    int count = 0;
    CHECK_OK(get_count(&count));
    CHECK(count == 1 && status == CU_GET_PROC_ADDRESS_SUCCESS);
    void* function = nullptr;
    CHECK_OK(cuGetProcAddress_v2("cuMemAlloc", &function, 13000, 0, &status));
    CHECK(function == (void*)&cuMemAlloc_v2);
    CHECK_RESULT(CUDA_ERROR_NOT_FOUND, cuGetProcAddress_v2("cuMemAllocate", &function, 13000, 0, &status));
    CHECK(status == CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND && function == nullptr);
}

int main() {
    before_init_only_some_calls_work();
    errors_have_names_and_texts();
    a_device_describes_an_h200();
    several_devices_of_several_sizes();
    shared_memory_follows_the_compute_capability();
    no_device();
    the_environment_is_read_at_init_and_a_setting_goes_first();
    bad_settings_are_refused_by_name();
    entry_points_are_found_by_their_plain_name();
}
