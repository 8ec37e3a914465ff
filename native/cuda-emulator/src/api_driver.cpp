// Initialisation, errors, entry points, and the functions of jaynes_emulator.h.
#include <dlfcn.h>

#include <stdexcept>

#include "cuda_driver_api.h"
#include "driver.h"
#include "jaynes_emulator.h"

using namespace jaynes::emulator;

CUresult cuInit(unsigned int flags) {
    return call("cuInit", Before::Nothing, [&](Driver& driver, Lock&) {
        require(flags == 0);
        if (!driver.initialized) {
            require(!driver.configuration.device_memory.empty(), CUDA_ERROR_NO_DEVICE);
            driver.initialize();
        }
    });
}

CUresult cuDriverGetVersion(int* version) {
    return call("cuDriverGetVersion", Before::Nothing, [&](Driver& driver, Lock&) {
        require(version != nullptr);
        *version = driver.configuration.driver_version;
    });
}

CUresult cuGetErrorName(CUresult error, const char** name) {
    if (name == nullptr) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    *name = result_name(error);
    return *name == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

CUresult cuGetErrorString(CUresult error, const char** text) {
    if (text == nullptr) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    *text = nullptr;
    switch ((int)error) {
#define CUDA_RESULT(name, code, words) \
    case code:                         \
        *text = words;                 \
        return CUDA_SUCCESS;
#include "cuda_driver_results.h"
#undef CUDA_RESULT
        default:
            return CUDA_ERROR_INVALID_VALUE;
    }
}

// The newest form of a call has the highest suffix; callers ask by the plain name.
CUresult cuGetProcAddress_v2(const char* symbol, void** function, int cuda_version, uint64_t,
                             CUdriverProcAddressQueryResult* status) {
    if (symbol == nullptr || function == nullptr || cuda_version <= 0) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    Dl_info self;
    dladdr(reinterpret_cast<void*>(&cuInit), &self);
    void* library = dlopen(self.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
    *function = nullptr;
    for (const char* suffix : {"_v2", ""}) {
        if (*function == nullptr) {
            *function = dlsym(library == nullptr ? RTLD_DEFAULT : library, (std::string(symbol) + suffix).c_str());
        }
    }
    if (library != nullptr) {
        dlclose(library);
    }
    if (status != nullptr) {
        *status = *function == nullptr ? CU_GET_PROC_ADDRESS_SYMBOL_NOT_FOUND : CU_GET_PROC_ADDRESS_SUCCESS;
    }
    return *function == nullptr ? CUDA_ERROR_NOT_FOUND : CUDA_SUCCESS;
}

int jaynes_emulator_configure(const char* key, const char* value) {
    Driver& driver = Driver::instance();
    Lock lock(driver.mutex);
    try {
        if (key == nullptr || !is_setting(key)) {
            throw std::invalid_argument("unknown variable " + std::string(key == nullptr ? "(null)" : key));
        }
        Settings changed = driver.settings;
        if (value == nullptr) {
            changed.erase(key);
        } else {
            changed[key] = value;
        }
        Configuration configuration = read_configuration(changed);
        driver.settings = changed;
        driver.configuration.faults = configuration.faults;
        driver.configuration.log = configuration.log;
        driver.configuration.threads = configuration.threads;
        driver.set_faults();
        return 0;
    } catch (const std::invalid_argument& e) {
        driver.message = e.what();
        return -1;
    }
}

void jaynes_emulator_reset(void) {
    Driver& driver = Driver::instance();
    Lock lock(driver.mutex);
    driver.reset(lock);
    driver.settings.clear();
    context_stack().clear();
}

int jaynes_emulator_restart(void) {
    Driver& driver = Driver::instance();
    {
        Lock lock(driver.mutex);
        driver.reset(lock);
        context_stack().clear();
    }
    return cuInit(0);
}

const char* jaynes_emulator_message(void) {
    static thread_local std::string copy;
    Driver& driver = Driver::instance();
    Lock lock(driver.mutex);
    copy = driver.message;
    return copy.c_str();
}

long long jaynes_emulator_count(const char* name) {
    Driver& driver = Driver::instance();
    Lock lock(driver.mutex);
    return name == nullptr ? 0 : (long long)driver.times_called(name);
}
