// Checks of the arguments against the limits of jaynes_photonics.h; addresses are checked for null and alignment only.
#ifndef JAYNES_CPU_PHOTONICS_VALIDATE_H
#define JAYNES_CPU_PHOTONICS_VALIDATE_H

#include "jaynes_photonics.h"

namespace jaynes {

bool valid(const JaynesPermanentArguments*, uint64_t first, uint64_t count);
bool valid(const JaynesPhotonSampleArguments*, uint64_t first, uint64_t count);
bool valid(const JaynesPhotonStepArguments*, uint64_t first, uint64_t count);
bool valid(const JaynesPhotonProbabilityArguments*, uint64_t first, uint64_t count);
bool valid(const JaynesWindowStepArguments*);
bool valid(const JaynesWindowTurnArguments*);

}  // namespace jaynes

#endif
