// What the environment and jaynes_emulator_configure ask of the emulator. README.md describes each variable.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "cuda_driver_api.h"

namespace jaynes::emulator {

// A failure to be injected.
struct Fault {
    std::string call;  // plain name of a driver call, a kernel, or "*" for every driver call
    CUresult code;
    uint64_t first;       // number of the first call to fail, from 1
    bool all_later;       // the calls after it too
    bool device_is_lost;  // from then on the device refuses everything

    bool fails(uint64_t call_number) const { return call_number == first || (all_later && call_number > first); }
};

// Shared memory of a multiprocessor, in bytes.
struct SharedMemory {
    int all;
    int reserved;  // of each block, for the system

    // What a block can have when its kernel opts in.
    int of_block() const { return all - reserved; }
};

struct Configuration {
    std::vector<uint64_t> device_memory;  // bytes, one per device
    int compute_capability_major;
    int compute_capability_minor;
    SharedMemory shared_memory;  // of that compute capability
    int driver_version;
    std::vector<Fault> faults;
    unsigned threads;  // host threads that run blocks
    std::string log;   // "", "stderr" or a file
};

// Values set in the process, in front of the environment's.
using Settings = std::map<std::string, std::string>;

// Throws std::invalid_argument that names the variable, its value and what was expected.
Configuration read_configuration(const Settings& settings);

// The name of a driver call without the version that its symbol may end with: cuMemAlloc for cuMemAlloc_v2.
std::string plain_name(const std::string& call);

// Whether there is such a variable.
bool is_setting(const std::string& key);

}  // namespace jaynes::emulator
