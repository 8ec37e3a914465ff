// The calls of unsupported_calls.list.h. They take whatever arguments the caller passes: none is looked at, and the
// caller's registers and stack are its own to clean up.
#include "driver.h"

using jaynes::emulator::Before;
using jaynes::emulator::CallFailure;
using jaynes::emulator::Driver;
using jaynes::emulator::Lock;

extern "C" {
#define UNSUPPORTED_CALL(name)                                                                              \
    CUDA_API CUresult name(void);                                                                           \
    CUresult name(void) {                                                                                   \
        return jaynes::emulator::call(#name, Before::Nothing,                                               \
                                      [](Driver&, Lock&) { throw CallFailure{CUDA_ERROR_NOT_SUPPORTED}; }); \
    }
#include "unsupported_calls.list.h"
#undef UNSUPPORTED_CALL
}
