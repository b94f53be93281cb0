#pragma once
// libmecab: how Japanese words written in Chinese characters are read.
#include <mecab.h>
