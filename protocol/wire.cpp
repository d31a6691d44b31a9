#include "protocol/wire.hpp"
