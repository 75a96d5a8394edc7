#pragma once
// Precompiled for the tests that talk to LibTorch (TORCH in orator_test()).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/tensor/pch.h"
